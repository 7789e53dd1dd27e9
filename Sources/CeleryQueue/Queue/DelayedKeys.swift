import Foundation
import Synchronization
import TaskQueue

/// The keys of tasks that this program has sent for later: another one that would come no sooner is not needed.
final class DelayedKeys: Sendable {
    private struct Key: Hashable {
        var queue, key: String
    }
    private let due = Mutex([Key: Date]())

    /// Whether a task of the same key is under way and comes in time for this one.
    func covers(_ request: TaskRequest, now: Date = Date()) -> Bool {
        guard let key = request.key, let notBefore = request.notBefore, notBefore > now else { return false }
        return due.withLock { due in
            due[Key(queue: request.queue, key: key)].map { $0 > now && $0 <= notBefore } ?? false
        }
    }

    /// These were taken by the broker.
    func note(_ requests: [TaskRequest], now: Date = Date()) {
        due.withLock { due in
            for request in requests {
                guard let key = request.key, let notBefore = request.notBefore, notBefore > now else { continue }
                let place = Key(queue: request.queue, key: key)
                if let before = due[place], before > now, before <= notBefore { continue }
                due[place] = notBefore
            }
            if due.count > 1000 { due = due.filter { $0.value > now } }
        }
    }
}
