public import Foundation
public import Logging
public import SQLiteStore
public import ServiceLifecycle
public import TaskQueue

/// Hands the tasks that were requested with changes to the queue in use, each at least once and in order.
///
/// A task leaves the outbox after the queue has taken it; a kill between the two hands it over once more.
public struct OutboxRelay: Service {
    private let store: Store
    private let queue: any Queue
    private let pollSeconds: TimeInterval
    private let log: Logger

    /// - Parameter pollSeconds: how often to look for rows that another process has written.
    public init(store: Store, queue: any Queue, pollSeconds: TimeInterval = 2, log: Logger) {
        self.store = store
        self.queue = queue
        self.pollSeconds = pollSeconds
        self.log = log
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                // Listened to before looking, so that no commit falls between the two.
                let commits = store.outboxCommits.stream(buffer: 1)
                do {
                    try await relay()
                    failures = 0
                    await Pause.until(commits, seconds: pollSeconds)
                } catch is CancellationError {
                    return
                } catch {
                    failures += 1
                    log.error("tasks wait in the outbox", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(min(60, 1 << min(failures, 6))))
                }
            }
        }
    }

    /// Hands over everything that is in the outbox now.
    ///
    /// - Returns: how many tasks were handed over.
    @discardableResult
    public func relay() async throws -> Int {
        var count = 0
        while true {
            let rows = try await store.read { try Outbox.oldest($0, limit: 200) }
            guard !rows.isEmpty else { return count }
            try await queue.enqueue(rows.compactMap(decode))
            try await store.write { try Outbox.delete($0, ids: rows.map(\.id)) }
            count += rows.count
        }
    }

    /// A row that no version of this program could have written is dropped with an error in the log.
    private func decode(_ row: Outbox.Entry) -> TaskRequest? {
        do {
            return try JSONDecoder().decode(TaskRequest.self, from: Data(row.json.utf8))
        } catch {
            log.error("unreadable task in the outbox dropped", metadata: ["row": "\(row.id)", "error": "\(error)"])
            return nil
        }
    }
}
