public import Foundation
public import Logging
public import ServiceLifecycle

/// Takes tasks from queues and runs their handlers, several at a time, until it is stopped.
///
/// When it is stopped, gracefully or by cancellation, it takes no more tasks; handlers get `Settings.graceSeconds` to
/// end by themselves (none when cancelled), then they are cancelled, and what they have not finished goes back to the
/// queue. A handler is expected to end soon after it is cancelled.
public struct Worker: Service {
    /// Does one task and returns a result for the one who asked for it, if there is any. It may be called again for a
    /// task that was done already (at least once): it looks first. Throw `PermanentFailure` where trying again is no use.
    public typealias Handler = @Sendable (LeasedTask) async throws -> String?

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
    let control: WorkerControl
    let runs: WatchedRuns
    let report: @Sendable (TaskOutcome) -> Void

    /// - Parameters:
    ///   - name: unique among all workers of the queue, such as host and process id; the names of its leases begin with it.
    ///   - control: says how many tasks of each queue run at the same time; it belongs to this worker alone.
    ///   - handlers: by the names of tasks; a task of another name is set dead.
    ///   - report: is told what became of each task, after the queue; it must not block.
    public init(
        name: String, queue: any Queue, control: WorkerControl, handlers: [String: Handler],
        settings: Settings = Settings(), log: Logger, report: @escaping @Sendable (TaskOutcome) -> Void = { _ in }
    ) {
        self.name = name
        self.queue = queue
        self.control = control
        self.handlers = handlers
        self.settings = settings
        self.log = log
        self.report = report
        runs = WatchedRuns(queue: queue, lease: settings.leaseSeconds, log: log)
    }

    public func run() async throws {
        await withTaskGroup(of: Event.self) { group in
            group.addTask { await followCancellations() }
            group.addTask {
                await runs.watch()
                return .stopped
            }
            group.addTask {
                do {
                    try await gracefulShutdown()
                    try await Task.sleep(for: .seconds(settings.graceSeconds))
                    runs.endAll()
                } catch {}
                return .stopped
            }
            group.addTask {
                for await id in await control.cancellations() { runs.cancel(id) }
                return .stopped
            }
            var alive: Set<Slot> = []
            await fill(&alive, &group)
            for await event in group {
                switch event {
                case .ended(let slot):
                    alive.remove(slot)
                    if !isStopping { await spawn(&alive, &group) }
                case .changed:
                    if !isStopping { await fill(&alive, &group) }
                case .stopped:
                    break
                }
                // What only listens must not keep the worker from ending.
                if isStopping, alive.isEmpty { group.cancelAll() }
            }
        }
    }

    /// One place of a queue, in which one task runs at a time.
    struct Slot: Sendable, Hashable {
        let queue: String
        let number: Int
    }

    private enum Event: Sendable {
        case ended(Slot)
        case changed
        case stopped
    }

    var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    /// Fills all places, and listens for the next change of their number.
    private func fill(_ alive: inout Set<Slot>, _ group: inout TaskGroup<Event>) async {
        // Listened to before looking, so that no change falls between the two.
        let changes = await control.changes()
        group.addTask {
            await Pause.until(changes, seconds: 3600)
            return isStopping ? .stopped : .changed
        }
        await spawn(&alive, &group)
    }

    private func spawn(_ alive: inout Set<Slot>, _ group: inout TaskGroup<Event>) async {
        for (queue, width) in await control.widths().sorted(by: { $0.key < $1.key }) {
            for number in 0..<width where alive.insert(Slot(queue: queue, number: number)).inserted {
                group.addTask {
                    let slot = Slot(queue: queue, number: number)
                    await take(slot)
                    return .ended(slot)
                }
            }
        }
    }

    /// Cancels what the queue wants cancelled and runs here.
    private func followCancellations() async -> Event {
        await cancelWhenGracefulShutdown {
            for await id in queue.cancellations() { await control.cancel(id) }
        }
        return .stopped
    }

    /// Takes one task after the other, for as long as the slot exists.
    private func take(_ slot: Slot) async {
        let worker = "\(name)/\(slot.queue)/\(slot.number)"
        var failures = 0
        // Listened to before looking, so that no task is added between the two unheard.
        var wakeUps = queue.wakeUps()
        while !isStopping {
            let (exists, mayTake) = await control.slot(slot.number, of: slot.queue)
            guard exists else { return }
            do {
                if mayTake, let task = try await queue.lease(from: slot.queue, worker: worker, seconds: settings.leaseSeconds) {
                    await TaskRun(worker: self, task: task).run()
                } else {
                    await Pause.until(wakeUps, seconds: settings.pollSeconds)
                    wakeUps = queue.wakeUps()
                }
                failures = 0
            } catch {
                if isStopping { return }
                failures += 1
                log.error("cannot take tasks", metadata: ["queue": "\(slot.queue)", "error": "\(error)"])
                let pause = min(10, settings.pollSeconds * pow(2, Double(min(failures, 6))))
                await Pause.until(AsyncStream { _ in }, seconds: pause)
            }
        }
    }
}
