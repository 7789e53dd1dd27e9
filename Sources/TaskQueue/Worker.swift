public import Foundation
public import Logging
public import ServiceLifecycle

/// Takes tasks from queues and runs their handlers, several at a time, until it is stopped.
///
/// When it is stopped, gracefully or by cancellation, it takes no more tasks; handlers get `Settings.graceSeconds` to
/// end by themselves (none when cancelled), then they are cancelled, and what they have not finished goes back to the
/// queue. A handler is expected to end soon after it is cancelled.
public struct Worker: Service {
    /// Does one task. It may be called again for a task that was done already (at least once): it looks first.
    /// Throw `PermanentFailure` where trying again is no use.
    public typealias Handler = @Sendable (LeasedTask) async throws -> Void

    public struct Settings: Sendable, Hashable {
        public var retry = RetryPolicy()
        /// How long a task is this worker's without a sign of life; signs are given three times in this time.
        public var leaseSeconds: TimeInterval = 60
        /// How often to look for tasks when nothing wakes the worker.
        public var pollSeconds: TimeInterval = 2
        /// How long handlers may go on after a graceful shutdown began.
        public var graceSeconds: TimeInterval = 3

        public init() {}
    }

    let name: String
    let queue: any Queue
    let handlers: [String: Handler]
    let settings: Settings
    let log: Logger
    private let concurrency: [String: Int]

    /// - Parameters:
    ///   - name: unique among all workers of the queue, such as host and process id; the names of its leases begin with it.
    ///   - concurrency: for each queue it takes tasks from, how many run at the same time.
    ///   - handlers: by the names of tasks; a task of another name is set dead.
    public init(
        name: String, queue: any Queue, concurrency: [String: Int], handlers: [String: Handler],
        settings: Settings = Settings(), log: Logger
    ) {
        self.name = name
        self.queue = queue
        self.concurrency = concurrency
        self.handlers = handlers
        self.settings = settings
        self.log = log
    }

    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            for (lane, width) in concurrency.sorted(by: { $0.key < $1.key }) {
                for slot in 0..<max(0, width) {
                    group.addTask { await take(from: lane, as: "\(name)/\(lane)/\(slot)") }
                }
            }
        }
    }

    private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    /// One slot: a task at a time.
    private func take(from lane: String, as slot: String) async {
        var failures = 0
        while !isStopping {
            // Listened to before looking, so that no task is added between the two unheard.
            let wakeUps = queue.wakeUps()
            do {
                if let task = try await queue.lease(from: lane, worker: slot, seconds: settings.leaseSeconds) {
                    await TaskRun(worker: self, task: task).run()
                } else {
                    await Pause.until(wakeUps, seconds: settings.pollSeconds)
                }
                failures = 0
            } catch {
                if isStopping { return }
                failures += 1
                log.error("cannot take tasks", metadata: ["queue": "\(lane)", "error": "\(error)"])
                let pause = min(60, settings.pollSeconds * pow(2, Double(min(failures, 6))))
                await Pause.until(AsyncStream { _ in }, seconds: pause)
            }
        }
    }
}
