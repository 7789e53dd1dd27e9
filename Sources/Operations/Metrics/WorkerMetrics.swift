public import TaskQueue

/// What this process has in hand.
public struct WorkerMetrics: MetricSource {
    private let control: WorkerControl

    public init(control: WorkerControl) {
        self.control = control
    }

    public func families() async -> [MetricFamily] {
        let widths = await control.widths()
        let running = Dictionary(grouping: await control.running(), by: \.task.request.queue).mapValues(\.count)
        let queues = Set(widths.keys).union(running.keys).sorted()
        func samples(_ counts: [String: Int]) -> [MetricSample] {
            queues.map { MetricSample(Double(counts[$0] ?? 0), [.init("queue", $0)]) }
        }
        return [
            MetricFamily("astrobase_worker_running", .gauge, "Tasks that run in this process.", samples(running)),
            MetricFamily("astrobase_worker_places", .gauge, "Tasks that may run in this process at once.", samples(widths)),
        ]
    }
}
