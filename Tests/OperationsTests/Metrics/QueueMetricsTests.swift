import Foundation
import Operations
import TaskQueue
import Testing

@Suite struct QueueMetricsTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let counts = [
        QueueCounts(queue: "astro", waiting: 3, running: 2, dead: 1, oldestWaiting: Date(timeIntervalSince1970: 1_800_000_000 - 90)),
        QueueCounts(queue: "cutout", waiting: 0, running: 0, dead: 4),
        QueueCounts(queue: "later", waiting: 1, running: 0, dead: 0, oldestWaiting: Date(timeIntervalSince1970: 1_800_000_000 + 90)),
    ]

    @Test func lengthsAndAges() {
        let families = QueueMetrics(queue: OneAnswer { [] }, names: [], isShared: false).families(counts, now: now)
        #expect(families.map(\.name) == ["astrobase_queue_tasks", "astrobase_queue_oldest_seconds"])
        #expect(families[0].samples.map(\.value) == [3, 2, 1, 0, 0, 4, 1, 0, 0])
        #expect(families[0].samples[1].labels == [.init("queue", "astro"), .init("state", "running")])
        #expect(families[1].samples.map(\.value) == [90, 0, 0])
        #expect(families[1].samples.map(\.labels) == ["astro", "cutout", "later"].map { [.init("queue", $0)] })
    }

    @Test("What a broker does not know is left out, not said to be 0")
    func broker() {
        let families = QueueMetrics(queue: OneAnswer { [] }, names: [], isShared: true).families(counts, now: now)
        #expect(families.map(\.name) == ["astrobase_queue_tasks"])
        #expect(!families[0].samples.flatMap(\.labels).contains(.init("state", "running")))
        #expect(families[0].samples.map(\.value) == [3, 1, 0, 4, 1, 0])
    }

    @Test func emptyQueuesAreToldOf() async {
        let counts = counts
        let families = await QueueMetrics(queue: OneAnswer { counts }, names: ["registration", "astro"], isShared: true).families()
        #expect(families.map(\.name) == ["astrobase_queue_reachable", "astrobase_queue_tasks"])
        #expect(families[0].samples.map(\.value) == [1])
        let queues = families[1].samples.compactMap { $0.labels.first?.value }
        #expect(queues == ["astro", "astro", "cutout", "cutout", "later", "later", "registration", "registration"])
        #expect(families[1].samples.suffix(2).map(\.value) == [0, 0])
    }

    @Test("A queue that fails, or does not answer, has no lengths", arguments: [true, false])
    func unreachable(fails: Bool) async {
        let queue = OneAnswer {
            if fails { throw TaskQueueError("down") }
            try await Task.sleep(for: .seconds(3600))
            return []
        }
        let families = await QueueMetrics(queue: queue, names: ["astro"], isShared: true, patience: fails ? 3600 : 0.05).families()
        #expect(families.map(\.name) == ["astrobase_queue_reachable"] && families[0].samples.map(\.value) == [0])
    }

    @Test func whatAWorkerHasInHand() async {
        let families = await WorkerMetrics(control: WorkerControl(concurrency: ["cutout": 2, "astro": 3])).families()
        #expect(families.map(\.name) == ["astrobase_worker_running", "astrobase_worker_places"])
        #expect(families[0].samples.map(\.value) == [0, 0])
        #expect(families[1].samples == [MetricSample(3, [.init("queue", "astro")]), MetricSample(2, [.init("queue", "cutout")])])
    }
}

/// A queue that is only asked how long it is.
private struct OneAnswer: Queue {
    let answer: @Sendable () async throws -> [QueueCounts]

    func counts() async throws -> [QueueCounts] { try await answer() }
    func enqueue(_ requests: [TaskRequest]) async throws -> [String] { [] }
    func lease(from queue: String, worker: String, seconds: TimeInterval) async throws -> LeasedTask? { nil }
    func extend(_ task: LeasedTask, seconds: TimeInterval) async throws -> Bool { false }
    func complete(_ task: LeasedTask, result: String?) async throws {}
    func fail(_ task: LeasedTask, error: any Error, retryAt: Date?) async throws {}
    func handBack(_ task: LeasedTask) async throws {}
    func release(workersBeginningWith prefix: String) async throws {}
    func wakeUps() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}
