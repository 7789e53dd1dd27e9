public import Foundation

/// A task in the hands of a worker.
public struct RunningTask: Sendable, Hashable, Identifiable {
    public var task: LeasedTask
    public var started: Date

    public var id: String { task.id }

    public init(task: LeasedTask, started: Date) {
        self.task = task
        self.started = started
    }
}

/// Steers one running `Worker`: how many tasks of each queue it runs at once, and what becomes of those it runs.
public actor WorkerControl {
    private var places: [String: Int]
    private var paused: Set<String> = []
    private var held: [String: RunningTask] = [:]
    private var cancellers: [Int: AsyncStream<String>.Continuation] = [:]
    private var isEnding = false
    private var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
    private var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    private var number = 0

    /// No queue gets more places than this, whoever asks.
    public static let mostPlaces = 1000

    /// - Parameter concurrency: for each queue, how many of its tasks run at the same time.
    public init(concurrency: [String: Int]) {
        places = concurrency.mapValues { min(Self.mostPlaces, max(0, $0)) }
    }

    /// For each queue it takes tasks from, how many run at the same time.
    public func widths() -> [String: Int] { places }

    /// More tasks of a queue at once; a queue that was not served is served from now on.
    public func grow(_ queue: String, by count: Int = 1) {
        change(queue, by: max(0, count))
    }

    /// Fewer tasks of a queue at once; those that run, run on.
    public func shrink(_ queue: String, by count: Int = 1) {
        change(queue, by: -max(0, count))
    }

    /// This worker begins no more tasks of the queue until `resume`. Other workers are not concerned.
    public func pause(_ queue: String) {
        paused.insert(queue)
        tellWatchers()
    }

    public func resume(_ queue: String) {
        paused.remove(queue)
        tellWatchers()
    }

    /// The queues that this worker leaves alone for now.
    public func pausedQueues() -> Set<String> { paused }

    /// What runs now, the oldest first.
    public func running() -> [RunningTask] {
        held.values.sorted { ($0.started, $0.id) < ($1.started, $1.id) }
    }

    /// Cancels the handler of a task that runs here; the task is set cancelled unless its handler ends well all the same.
    ///
    /// - Returns: false when no such task runs here.
    @discardableResult
    public func cancel(_ id: String) -> Bool {
        guard held[id] != nil else { return false }
        for canceller in cancellers.values { canceller.yield(id) }
        return true
    }

    /// The worker begins no more tasks, and whoever follows `shutdownRequests` is to end its process gracefully.
    public func requestShutdown() {
        isEnding = true
        for listener in listeners.values { listener.yield() }
        tellWatchers()
    }

    /// An element when a shutdown is asked for, also when that was before.
    public func shutdownRequests() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        number += 1
        let key = number
        listeners[key] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forgetListener(key) } }
        if isEnding { continuation.yield() }
        return stream
    }

    // What the worker uses

    /// An element after each change of places, pauses or shutdown.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        number += 1
        let key = number
        watchers[key] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forgetWatcher(key) } }
        return stream
    }

    /// Whether the slot of this number (from 0) is to go on, and whether it may take a task now.
    func slot(_ number: Int, of queue: String) -> (exists: Bool, mayTake: Bool) {
        (number < places[queue] ?? 0, !isEnding && !paused.contains(queue))
    }

    /// The tasks that run here and are to be cancelled.
    func cancellations() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        number += 1
        let key = number
        cancellers[key] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forgetCanceller(key) } }
        return stream
    }

    func begin(_ task: LeasedTask) { held[task.id] = RunningTask(task: task, started: Date()) }

    func end(_ task: LeasedTask) { held[task.id] = nil }

    private func change(_ queue: String, by count: Int) {
        let now = places[queue] ?? 0
        places[queue] = min(Self.mostPlaces, max(0, now + max(-now, min(Self.mostPlaces, count))))
        tellWatchers()
    }

    private func tellWatchers() {
        for watcher in watchers.values { watcher.yield() }
    }

    private func forgetWatcher(_ key: Int) { watchers[key] = nil }
    private func forgetCanceller(_ key: Int) { cancellers[key] = nil }
    private func forgetListener(_ key: Int) { listeners[key] = nil }
}
