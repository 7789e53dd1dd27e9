import HTTPTypes
import Hummingbird
import Observations

/// A collection as the existing system writes it; `observations` are ids.
enum CollectionJSON {
    static func write(_ collection: ObservationCollection, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", collection.id)
            json.member("date", collection.date.map(DateTime.text))
            json.member("name", collection.name)
            json.member("collection_type", collection.type)
            json.member("description", collection.description)
            json.key("observations")
            json.array { json in for id in collection.observations { json.value(id) } }
        }
    }

    static func answer(_ collection: ObservationCollection, status: HTTPResponse.Status = .ok) -> Response {
        var json = JSONWriter()
        write(collection, to: &json)
        return Response(json: json, status: status)
    }
}

/// What a client wrote about a collection: the fields it named.
struct CollectionInput: Sendable {
    let members: [String: JSONValue]

    init(_ body: JSONValue) throws(APIError) { members = try body.members() }

    func apply(to collection: inout ObservationCollection) throws(APIError) {
        var form = ObservationInput.Form(members: members)
        form.read("date") { value throws(FieldParsing.Problem) in collection.date = try FieldParsing.date(value) }
        form.read("name") { value throws(FieldParsing.Problem) in
            collection.name = try FieldParsing.text(value, maximum: 100, blankAllowed: false)
        }
        form.read("collection_type") { value throws(FieldParsing.Problem) in
            collection.type = try FieldParsing.optionalText(value, maximum: 50) ?? ""
        }
        form.read("description") { value throws(FieldParsing.Problem) in
            collection.description = try FieldParsing.optionalText(value, maximum: 1_000) ?? ""
        }
        form.read("observations") { value throws(FieldParsing.Problem) in
            guard case .array(let items) = value else { throw .init("Expected a list of items but got type \"\(value.pythonType)\".") }
            guard items.count <= 100_000 else { throw .init("A collection has 100000 observations at most.") }
            var ids: [Int64] = []
            for item in items {
                guard let id = try FieldParsing.key(item) else { throw .init("This field may not be null.") }
                ids.append(id)
            }
            collection.observations = ids
        }
        if !form.problems.isEmpty { throw APIError(fields: form.problems) }
    }
}
