import Observations

/// Parameters of addresses.
enum OpenAPIParameters {
    enum Kind { case integer, text }

    static func path(_ name: String, _ kind: Kind) -> JSONValue {
        let schema: JSONValue = kind == .integer ? ["type": "integer", "minimum": 0] : ["type": "string", "minLength": 1]
        return ["name": .string(name), "in": "path", "required": true, "schema": schema]
    }

    static func query(_ name: String, _ schema: JSONValue, isRequired: Bool = false) -> JSONValue {
        ["name": .string(name), "in": "query", "required": .bool(isRequired), "schema": schema]
    }

    static func header(_ name: String, _ schema: JSONValue) -> JSONValue {
        ["name": .string(name), "in": "header", "required": false, "schema": schema]
    }

    static let page = query("page", ["type": "string", "pattern": "^([1-9][0-9]{0,6}|last)$"])

    /// What lists of observations are searched by.
    static let searches: [JSONValue] = [
        query("fieldsearch", ["type": "string"]), query("coordsearch", ["type": "string", "example": "83.6,-5.4"]),
        query("cone", ["type": "string", "example": "83.6,-5.4,2"]),
    ]

    /// Every field with every look-up, and the order.
    static func filters(_ fields: [String: FilterField]) -> [JSONValue] {
        fields.values.sorted { $0.name < $1.name }.flatMap { field in
            ([""] + FilterParameters.lookups.map { "__\($0)" }).map { lookup in
                query(field.name + lookup, schema(field.kind, lookup))
            }
        } + [query("ordering", ["type": "string", "example": "-id"])]
    }

    private static func schema(_ kind: FilterField.Kind, _ lookup: String) -> JSONValue {
        switch lookup {
        case "__isnull": ["type": "boolean"]
        case "", "__gt", "__gte", "__lt", "__lte":
            switch kind {
            case .text: ["type": "string"]
            case .number: ["type": "number"]
            case .integer: ["type": "integer"]
            case .flag: ["type": "boolean"]
            case .date: ["type": "string", "format": "date-time"]
            }
        default: ["type": "string"]
        }
    }
}
