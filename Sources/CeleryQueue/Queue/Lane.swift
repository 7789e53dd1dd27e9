import Foundation
import TaskQueue

/// One queue as a worker takes from it: what is ready, what waits for its time, what is in the slots' hands.
actor Lane {
    let queue: String
    let hub: Hub
    var consumer: Consumer?
    private var starting: Task<Void, any Error>?
    private var pump: Task<Void, Never>?
    private var ticker: Task<Void, Never>?
    /// Sound messages that nobody has begun.
    var ready = Fifo<HeldTask>()
    /// Those whose time has not come, the first last.
    var scheduled: [HeldTask] = []
    /// Slots for which there was none.
    var waitings = Fifo<Waiting>()
    var waitingsEnd: Task<Void, Never>?
    /// Since `wakeUps` last told: those slots look again only when it tells.
    var foundNothing = false
    var inHand: [LeaseKey: HeldTask] = [:]
    /// Done, but the broker may not have heard of it: then it hands them out again.
    var done = DoneTasks()
    var pace = Pace()
    var isAdjusting = false
    /// Somebody paused the queue.
    private(set) var isPaused = false
    private var askedForMarker: ContinuousClock.Instant?
    private var isClosed = false

    init(queue: String, hub: Hub) {
        self.queue = queue
        self.hub = hub
    }

    // MARK: Consuming

    /// Whether tasks are taken from the queue.
    var isConsuming: Bool { consumer != nil }

    func start() async throws {
        guard consumer == nil, !isClosed else { return }
        if let starting { return try await starting.value }
        let task = Task { try await reallyStart() }
        starting = task
        defer { starting = nil }
        try await task.value
    }

    private func reallyStart() async throws {
        if isPaused {
            // The word to go on may have been missed: the marker tells, looked at now and then.
            if let askedForMarker, .now - askedForMarker < .seconds(10) { return }
            askedForMarker = .now
        }
        try await hub.declare(queue)
        // There before anything is put into it: each look at a queue that is not there is an error in the broker's log. Where this
        // one is of another form, that is seen to when something is to be put there.
        try? await hub.declarePlain(Copies.deadQueue(queue))
        isPaused = try await hasMarker()
        guard !isPaused, !isClosed else { return }
        pace.width = max(1, await hub.control?.widths()[queue] ?? 1)
        pace.applied = pace.wanted(held: scheduled.count)
        let consumer = try await hub.connection.consume(queue, prefetch: pace.applied)
        guard !isClosed else { return try await consumer.cancel() }
        self.consumer = consumer
        pump = Task { [weak self] in
            while case let deliveries = await consumer.nextOnes(), !deliveries.isEmpty {
                guard let self else { return }
                await self.admit(deliveries)
            }
        }
    }

    func hasMarker() async throws -> Bool {
        do {
            _ = try await hub.connection.queueStatus(Copies.pausedMarker(queue))
            return true
        } catch let error as AMQPError where error.kind == .notFound {
            return false
        }
    }

    /// Takes no more from the queue; what nobody has begun goes back to it.
    func stop(paused: Bool) async {
        isPaused = paused
        askedForMarker = .now
        let consumer = consumer
        self.consumer = nil
        endAllWaiting()
        // Also when whoever asks for it is cancelled meanwhile.
        await Task {
            do { try await consumer?.cancel(within: .seconds(5)) } catch { pump?.cancel() }
        }.value
        await pump?.value
        pump = nil
        ticker?.cancel()
        ticker = nil
        // A message that is handed back by rejecting it looks like one whose worker died: a copy does not.
        while let held = ready.popFirst() { await putBack(held) }
        // These were never begun, and are known not to be when they come again.
        for held in scheduled { hub.connection.reject(held.delivery, requeue: true) }
        scheduled = []
    }

    /// The next slot that asks starts it again.
    func goOn() {
        isPaused = false
        askedForMarker = nil
        hub.wakes.wake()
    }

    func resume() async throws {
        goOn()
        try await start()
    }

    func close() async {
        isClosed = true
        await stop(paused: isPaused)
    }

    // MARK: Due times

    func schedule(_ held: HeldTask, at eta: Date) {
        let place = scheduled.partitioningIndex { ($0.message.eta ?? .distantPast) <= eta }
        scheduled.insert(held, at: place)
        guard ticker == nil else { return }
        ticker = Task { [weak self] in
            while !Task.isCancelled, let pause = await self?.releaseDue() { try? await Task.sleep(for: .seconds(pause)) }
        }
    }

    /// Makes ready what is due. Seconds until it should be asked again; the clock may be set, so it is never long; nil: nothing waits.
    private func releaseDue() -> Double? {
        let now = Date()
        var released = false
        while let last = scheduled.last, (last.message.eta ?? .distantPast) <= now {
            makeReady(scheduled.removeLast())
            released = true
        }
        if released { adjustPrefetch() }
        guard let eta = scheduled.last?.message.eta else {
            ticker = nil
            return nil
        }
        return min(1, max(0.001, eta.timeIntervalSince(now)))
    }

    // MARK: What is there

    func infos() -> (active: [TaskInfo], reserved: [TaskInfo], scheduled: [TaskInfo]) {
        (inHand.values.map(\.info), ready.all.map(\.info), scheduled.reversed().map(\.info))
    }

    var counts: (waiting: Int, running: Int) { (ready.count + scheduled.count, inHand.count) }

    func setWidth(_ width: Int) {
        pace.width = max(1, width)
        adjustPrefetch()
    }

    /// Tells the broker how many messages this worker wants unsettled, when that has changed.
    func adjustPrefetch() {
        guard !isAdjusting, let consumer, pace.wanted(held: scheduled.count) != pace.applied else { return }
        isAdjusting = true
        Task {
            while pace.wanted(held: scheduled.count) != pace.applied {
                let wanted = pace.wanted(held: scheduled.count)
                pace.applied = wanted
                do { try await consumer.setPrefetch(wanted) } catch { break }
            }
            isAdjusting = false
        }
    }
}

extension Array {
    /// The first place whose element fulfils a condition that all later ones fulfil too.
    fileprivate func partitioningIndex(where isLater: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isLater(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Lane {
    /// Drops what waits here and was revoked meanwhile.
    func dropRevoked() async {
        let gone = scheduled.filter { hub.revoked.contains($0.message.id) } + ready.all.filter { hub.revoked.contains($0.message.id) }
        guard !gone.isEmpty else { return }
        let ids = Set(gone.map(\.message.id))
        scheduled.removeAll { ids.contains($0.message.id) }
        ready.remove { ids.contains($0.message.id) }
        for held in gone { await drop(held, reason: "revoked", terminated: false) }
        adjustPrefetch()
    }

    /// What was in hand and not begun comes again; the queue may have been paused or resumed unheard.
    func afterReconnection() async {
        scheduled.removeAll { !$0.isLive }
        ready.remove { !$0.isLive }
        adjustPrefetch()
        guard let marked = try? await hasMarker(), marked != isPaused else { return }
        if marked { await stop(paused: true) } else { try? await resume() }
    }
}
