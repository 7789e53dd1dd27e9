import Logging
import Synchronization
import TaskQueue

/// Puts the tasks that a change asks for into the queue, after the change. What the queue did not take is tried with the next ones.
final class LateTasks: Sendable {
    private let queue: (any Queue)?
    private let log: Logger
    private let late = Mutex<[TaskRequest]>([])
    private static let limit = 10_000

    init(queue: (any Queue)?, log: Logger) {
        self.queue = queue
        self.log = log
    }

    func enqueue(_ tasks: [TaskRequest]) async {
        guard let queue else { return }
        let all = late.withLock { late in
            defer { late = [] }
            return late + tasks
        }
        if all.isEmpty { return }
        do {
            try await queue.enqueue(all)
        } catch {
            late.withLock { $0 = Array((all + $0).suffix(Self.limit)) }
            log.error("the queue does not take tasks", metadata: ["tasks": "\(all.count)", "error": "\(error)"])
        }
    }
}
