import Foundation

/// A record of the existing system, by the names of its fields: the same in its database and in its API's answers.
struct ForeignRow: Sendable {
    enum Value: Sendable, Hashable {
        case text(String)
        case number(Double)
        case flag(Bool)
        case list([Int64])
    }

    /// Without those that are null.
    var values: [String: Value]

    func text(_ name: String) -> String? {
        switch values[name] {
        case .text(let text): text
        case .number(let number): Int64(exactly: number).map(String.init) ?? String(number)
        case .flag(let flag): String(flag)
        case .list, nil: nil
        }
    }

    /// Nil also for what is no number.
    func number(_ name: String) -> Double? {
        switch values[name] {
        case .number(let number): number.isFinite ? number : nil
        case .text(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .flag, .list, nil: nil
        }
    }

    func integer(_ name: String) -> Int64? { number(name).flatMap { Int64(exactly: $0.rounded()) } }

    func flag(_ name: String) -> Bool? {
        switch values[name] {
        case .flag(let flag): flag
        case .number(let number): number != 0
        case .text(let text): ["true", "1", "t"].contains(text.lowercased())
        case .list, nil: nil
        }
    }

    func list(_ name: String) -> [Int64] { if case .list(let ids) = values[name] { ids } else { [] } }

    /// "2026-11-21 20:15:00.123456" of the database, "2026-11-21T20:15:00Z" of the API; UTC.
    func date(_ name: String) -> Date? {
        guard var words = text(name)?.replacing(" ", with: "T"), words.count >= 19 else { return nil }
        var fraction = 0.0
        if let dot = words.firstIndex(of: ".") {
            let digits = words[words.index(after: dot)...].prefix { $0.isNumber }
            fraction = Double("0." + digits) ?? 0
            words.removeSubrange(dot..<words.index(dot, offsetBy: digits.count + 1))
        }
        if words.count == 19 { words += "Z" }
        return (try? Date(words, strategy: .iso8601)).map { $0.addingTimeInterval(fraction) }
    }
}

/// All records of an existing system.
struct ForeignArchive: Sendable {
    var observations: [ForeignRow] = []
    /// With `observation_id`.
    var products: [ForeignRow] = []
    var jobs: [ForeignRow] = []
    var directories: [ForeignRow] = []
    var cutouts: [ForeignRow] = []
    /// With `observations`.
    var collections: [ForeignRow] = []
    /// With Django's hashes; nil where they cannot be read.
    var users: [ForeignRow]?
}

/// Why nothing was taken over.
public struct AdoptionError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
