/// A value of a JSON text, as a client sent it: numbers keep their spelling, so that "3" and 3 stay apart.
enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// The number as it was written.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in the order they were written; of equal keys the last one counts.
    case object([(key: String, value: JSONValue)])

    /// The members of an object; of equal keys the last one counts.
    func members() throws(APIError) -> [String: JSONValue] {
        guard case .object(let given) = self else {
            throw APIError(field: "non_field_errors", "Invalid data. Expected a dictionary, but got \(pythonType).")
        }
        return Dictionary(given.map { ($0.key, $0.value) }) { _, last in last }
    }

    /// The name that the existing system's messages use for it.
    var pythonType: String {
        switch self {
        case .null: "NoneType"
        case .bool: "bool"
        case .number(let text): text.contains { $0 == "." || $0 == "e" || $0 == "E" } ? "float" : "int"
        case .string: "str"
        case .array: "list"
        case .object: "dict"
        }
    }
}
