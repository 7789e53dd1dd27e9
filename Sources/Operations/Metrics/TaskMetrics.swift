import Foundation
import Synchronization
public import TaskQueue

/// What became of the tasks that this process began, since its start. A `Worker` reports to it.
public final class TaskMetrics: MetricSource {
    /// No more combinations of queue and task are told apart; operators may add queues while a worker runs.
    package static let mostSeries = 200
    /// The longest times that the parts of the histogram hold, in seconds.
    static let limits: [Double] = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800]

    private struct Series: Hashable, Comparable {
        var queue: String
        var task: String

        static func < (one: Series, other: Series) -> Bool { (one.queue, one.task) < (other.queue, other.task) }
    }

    fileprivate struct Record {
        var counts: [TaskOutcome.Result: Int] = [.done: 0, .failed: 0]
        /// For each of `limits` the runs that took no longer, but longer than the one before; last, those that took longer than all.
        var parts = [Int](repeating: 0, count: TaskMetrics.limits.count + 1)
        var seconds = 0.0
    }

    private let records: Mutex<[Series: Record]>

    /// - Parameter kinds: tasks that are told of before the first was begun.
    public init(kinds: [TaskKind] = []) {
        let known = kinds.prefix(Self.mostSeries).map { (Series(queue: $0.queue, task: $0.name), Record()) }
        records = Mutex(Dictionary(known) { first, _ in first })
    }

    public func report(_ outcome: TaskOutcome) {
        // A name that no handler has may be anything, and there may be any number of such names.
        var series = Series(queue: outcome.queue, task: outcome.name ?? "unknown")
        records.withLock { records in
            if records[series] == nil, records.count >= Self.mostSeries { series = Series(queue: "other", task: "other") }
            records[series, default: Record()].add(outcome)
        }
    }

    public func families() async -> [MetricFamily] {
        let records = records.withLock { $0 }.sorted { $0.key < $1.key }
        var counts: [MetricSample] = []
        var seconds: [MetricSample] = []
        for (series, record) in records {
            let labels = [MetricSample.Label("queue", series.queue), .init("task", series.task)]
            for result in TaskOutcome.Result.allCases {
                guard let count = record.counts[result] else { continue }
                counts.append(MetricSample(Double(count), labels + [.init("result", result.rawValue)]))
            }
            seconds += record.samples(labels)
        }
        return [
            MetricFamily("astrobase_tasks_total", .counter, "Tasks that were begun here, by what became of them.", counts),
            MetricFamily("astrobase_task_seconds", .histogram, "How long tasks took that were done or failed here.", seconds),
        ]
    }
}

extension TaskMetrics.Record {
    fileprivate mutating func add(_ outcome: TaskOutcome) {
        counts[outcome.result, default: 0] += 1
        // What was cut short says nothing about how long the task takes.
        guard outcome.name != nil, [.done, .failed, .retried].contains(outcome.result) else { return }
        let part = TaskMetrics.limits.firstIndex { outcome.seconds <= $0 } ?? TaskMetrics.limits.count
        parts[part] += 1
        seconds += outcome.seconds
    }

    fileprivate func samples(_ labels: [MetricSample.Label]) -> [MetricSample] {
        var samples: [MetricSample] = []
        var count = 0
        for (limit, part) in zip(TaskMetrics.limits + [.infinity], parts) {
            count += part
            samples.append(MetricSample(Double(count), labels + [.init("le", MetricSample.number(limit))], suffix: "_bucket"))
        }
        return samples + [
            MetricSample(seconds, labels, suffix: "_sum"), MetricSample(Double(count), labels, suffix: "_count"),
        ]
    }
}
