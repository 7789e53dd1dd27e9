public import Foundation
public import TaskQueue
import Threads

/// How long the queues are.
///
/// Every process tells it of the same queues: take the greatest value of a queue (`max by (queue, state)`), not the sum.
public struct QueueMetrics: MetricSource {
    private let queue: any Queue
    private let names: [String]
    private let isShared: Bool
    private let patience: TimeInterval

    /// - Parameters:
    ///   - names: queues that are told of even when they are empty.
    ///   - isShared: the queue is a broker's, which knows neither since when its tasks wait nor how many others run: both are then
    ///     left out, and `WorkerMetrics` tells what runs in each process.
    ///   - patience: seconds that the queue may take to answer.
    public init(queue: any Queue, names: [String], isShared: Bool, patience: TimeInterval = 3) {
        self.queue = queue
        self.names = names
        self.isShared = isShared
        self.patience = patience
    }

    public func families() async -> [MetricFamily] {
        let answer = try? await Deadline.run(seconds: patience) { [queue] in try await queue.counts() }
        let reachable = MetricFamily(
            "astrobase_queue_reachable", .gauge, "1 when the queues could be looked at; else their lengths are left out.",
            answer == nil ? 0 : 1)
        guard let answer else { return [reachable] }
        let empty = Set(names).subtracting(answer.map(\.queue))
        let counts = answer + empty.map { QueueCounts(queue: $0, waiting: 0, running: 0, dead: 0) }
        return [reachable] + families(counts.sorted { $0.queue < $1.queue }, now: Date())
    }

    package func families(_ counts: [QueueCounts], now: Date) -> [MetricFamily] {
        var lengths: [MetricSample] = []
        for count in counts {
            var states = [("waiting", count.waiting), ("running", count.running), ("dead", count.dead)]
            if isShared { states.removeAll { $0.0 == "running" } }
            lengths += states.map { MetricSample(Double($1), [.init("queue", count.queue), .init("state", $0)]) }
        }
        let length = MetricFamily(
            "astrobase_queue_tasks", .gauge, "Tasks of a queue that wait, run or have failed for good.", lengths)
        if isShared { return [length] }
        return [
            length,
            MetricFamily(
                "astrobase_queue_oldest_seconds", .gauge,
                "For how long the oldest task that could be begun has been asked for; 0 when there is none.",
                counts.map { count in
                    // The clock may have been set back since.
                    let age = count.oldestWaiting.map { max(0, now.timeIntervalSince($0)) } ?? 0
                    return MetricSample(age, [.init("queue", count.queue)])
                }),
        ]
    }
}
