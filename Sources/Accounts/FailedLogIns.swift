import Foundation

/// Makes log-ins of a user wait after wrong passwords, one after the other, however many come at once.
struct FailedLogIns {
    private struct Record {
        var count: Int
        var last: Date
        /// When the next log-in of this user may be looked at.
        var next: Date
    }

    private let settings: Authenticator.Settings
    private var records: [String: Record] = [:]

    init(_ settings: Authenticator.Settings) {
        self.settings = settings
    }

    /// How long this log-in waits, in seconds; its place in the row is taken.
    mutating func pause(for user: String, at now: Date) throws -> TimeInterval {
        guard var record = records[user] else { return 0 }
        if now.timeIntervalSince(record.last) > settings.forgiveSeconds {
            records[user] = nil
            return 0
        }
        let wait = max(0, record.next.timeIntervalSince(now))
        guard wait <= settings.longestPause * 2 else { throw TooManyLogIns(retryAfter: wait) }
        record.next = now.addingTimeInterval(wait + length(record.count))
        records[user] = record
        return wait
    }

    mutating func add(_ user: String, at now: Date) {
        let count = (records[user]?.count ?? 0) + 1
        let next = max(records[user]?.next ?? now, now.addingTimeInterval(length(count)))
        records[user] = Record(count: count, last: now, next: next)
        // Names are the sender's choice: what is kept of them is bounded.
        if records.count > 10_000 { records = records.filter { now.timeIntervalSince($0.value.last) < 60 } }
        if records.count > 20_000 { records.removeAll() }
    }

    mutating func forget(_ user: String) {
        records[user] = nil
    }

    private func length(_ count: Int) -> TimeInterval {
        min(settings.longestPause, settings.firstPause * pow(2, Double(min(30, count - 1))))
    }
}
