import Foundation

/// A text that takes a third of a second to make: the series of the Moon are long. It is kept for the minute that it is of.
actor MinuteText {
    private struct Key: Hashable {
        var minute: Int
        var words: String
    }

    private var kept: (key: Key, work: Task<String, any Error>)?

    /// - Parameter words: what else the text is of.
    func text(at date: Date, _ words: String, _ make: @escaping @Sendable () async throws -> String) async throws -> String {
        let key = Key(minute: Int((date.timeIntervalSince1970 / 60).rounded(.down)), words: words)
        if let kept, kept.key == key { return try await kept.work.value }
        let work = Task { try await make() }
        kept = (key, work)
        return try await work.value
    }
}
