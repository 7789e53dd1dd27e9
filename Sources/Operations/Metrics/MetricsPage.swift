/// Something that is measured.
public protocol MetricSource: Sendable {
    /// What it is now. Each family belongs to one source only.
    func families() async -> [MetricFamily]
}

/// What Prometheus reads of a process. It names queues and tasks, and holds nothing of what they work on.
public struct MetricsPage: Sendable {
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private let sources: [any MetricSource]

    public init(_ sources: [any MetricSource]) {
        self.sources = sources
    }

    /// The page of a process: what it is and uses, and what its parts tell.
    ///
    /// - Parameter role: the command that it runs, such as `worker`.
    public init(role: String, version: String, _ parts: [any MetricSource]) {
        self.init([BuildMetrics(role: role, version: version), ProcessMetrics()] + parts)
    }

    public func text() async -> String {
        var text = ""
        for source in sources {
            for family in await source.families() { text += family.text }
        }
        return text
    }
}
