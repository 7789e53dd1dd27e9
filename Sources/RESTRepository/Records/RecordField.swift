import Foundation

/// One field of a record: its name in the API, how it is read into a record and written from one.
struct RecordField<Record>: Sendable {
    let name: String
    let read: @Sendable (JSON, inout Record) throws -> Void
    let write: @Sendable (Record) -> JSON

    struct Wrong: Error {
        let wanted: String
    }

    private init<Value>(
        _ name: String, _ path: any WritableKeyPath<Record, Value> & Sendable, wanted: String,
        read: @escaping @Sendable (JSON) -> Value?, write: @escaping @Sendable (Value) -> JSON
    ) {
        self.name = name
        self.read = { json, record in
            guard let value = read(json) else { throw Wrong(wanted: wanted) }
            record[keyPath: path] = value
        }
        self.write = { write($0[keyPath: path]) }
    }

    /// Null is no value; what cannot be read is none either, one level further out.
    private static func nullable<Value>(_ json: JSON, _ read: (JSON) -> Value?) -> Value?? {
        if json == .null { return .some(nil) }
        guard let value = read(json) else { return nil }
        return .some(.some(value))
    }

    /// Nothing is an empty text.
    static func text(_ name: String, _ path: any WritableKeyPath<Record, String> & Sendable) -> Self {
        Self(name, path, wanted: "a text") { $0 == .null ? "" : $0.text } write: { .string($0) }
    }

    static func text(_ name: String, _ path: any WritableKeyPath<Record, String?> & Sendable) -> Self {
        Self(name, path, wanted: "a text") { nullable($0) { $0.text } } write: { $0.map(JSON.string) ?? .null }
    }

    static func word<W: RawRepresentable<String> & Sendable>(
        _ name: String, _ path: any WritableKeyPath<Record, W> & Sendable
    ) -> Self {
        Self(name, path, wanted: "a word") { $0.text.flatMap { W(rawValue: $0) } } write: { .string($0.rawValue) }
    }

    static func number(_ name: String, _ path: any WritableKeyPath<Record, Double?> & Sendable) -> Self {
        Self(name, path, wanted: "a number") { nullable($0) { $0.number } } write: {
            $0.map(JSON.double) ?? .null
        }
    }

    static func integer(_ name: String, _ path: any WritableKeyPath<Record, Int> & Sendable) -> Self {
        Self(name, path, wanted: "a whole number") { $0 == .null ? 0 : $0.integer.flatMap { Int(exactly: $0) } } write: {
            .int(Int64($0))
        }
    }

    static func integer(_ name: String, _ path: any WritableKeyPath<Record, Int?> & Sendable) -> Self {
        Self(name, path, wanted: "a whole number") {
            nullable($0) { $0.integer.flatMap { Int(exactly: $0) } }
        } write: {
            $0.map { .int(Int64($0)) } ?? .null
        }
    }

    static func key(_ name: String, _ path: any WritableKeyPath<Record, Int64?> & Sendable) -> Self {
        Self(name, path, wanted: "a number") { nullable($0) { $0.integer } } write: {
            $0.map(JSON.int) ?? .null
        }
    }

    static func flag(_ name: String, _ path: any WritableKeyPath<Record, Bool> & Sendable) -> Self {
        Self(name, path, wanted: "true or false") { $0.flag } write: { .bool($0) }
    }

    static func date(_ name: String, _ path: any WritableKeyPath<Record, Date?> & Sendable) -> Self {
        Self(name, path, wanted: "a date") { nullable($0) { $0.text.flatMap(RESTDate.date) } } write: {
            $0.map { .string(RESTDate.text($0)) } ?? .null
        }
    }
}

/// The fields of a record together.
struct RecordFields<Record: Sendable>: Sendable {
    let fields: [RecordField<Record>]

    /// Reads those that are there; a backend of another age may lack some.
    func read(_ json: JSON, into record: inout Record, backend: RESTBackend, _ path: String) throws {
        for field in fields {
            guard let value = json[field.name] else { continue }
            do {
                try field.read(value, &record)
            } catch let error as RecordField<Record>.Wrong {
                throw RESTError.unexpected(
                    backend: backend.access.base, call: path, reason: "\(field.name) is not \(error.wanted)")
            }
        }
    }

    func write(_ record: Record) -> [String: JSON] {
        Dictionary(fields.map { ($0.name, $0.write(record)) }) { first, _ in first }
    }

    /// Those that differ.
    func changes(from before: Record, to after: Record) -> [String: JSON] {
        let old = write(before)
        return write(after).filter { old[$0.key] != $0.value }
    }
}
