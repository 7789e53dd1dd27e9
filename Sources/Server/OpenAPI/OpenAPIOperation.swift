/// One method of one address.
struct OpenAPIOperation {
    var summary: String
    /// Status and schema of the answer; no schema: no JSON.
    var ok: (status: String, schema: String?)
    /// Statuses of errors in the API's shape.
    var errors: [String]
    /// Statuses of errors in the shape of a table.
    var tableErrors: [String] = []
    var parameters: [JSONValue] = []
    var body: JSONValue?
    var isOpen = true
    /// Of an answer without schema.
    var type: String?

    var json: JSONValue {
        var responses: [(key: String, value: JSONValue)] = [(ok.status, success)]
        for status in errors + (isOpen ? [] : ["401", "403", "429"].filter { !errors.contains($0) }) {
            responses.append((status, Self.response("What was wrong", "application/json", .reference("Error"))))
        }
        for status in tableErrors { responses.append((status, Self.response("What was wrong", VOTable.contentType, ["type": "string"]))) }
        var members: [(key: String, value: JSONValue)] = [
            ("summary", .string(summary)), ("responses", .object(responses)),
        ]
        if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
        if let body { members.append(("requestBody", body)) }
        if !isOpen { members.append(("security", [["basic": []], ["token": []]])) }
        return .object(members)
    }

    static func body(_ schema: String) -> JSONValue {
        let content: JSONValue = ["schema": .reference(schema)]
        return ["required": true, "content": ["application/json": content]]
    }

    private var success: JSONValue {
        if let schema = ok.schema { return Self.response("Done", "application/json", .reference(schema)) }
        if let type { return Self.response("Done", type, type == "application/json" ? [:] : ["type": "string"]) }
        return ["description": "Done"]
    }

    private static func response(_ description: String, _ type: String, _ schema: JSONValue) -> JSONValue {
        let content: JSONValue = ["schema": schema]
        return ["description": .string(description), "content": .object([(key: type, value: content)])]
    }
}
