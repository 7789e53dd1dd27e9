/// Which program this is.
struct BuildMetrics: MetricSource {
    let role: String
    let version: String

    func families() async -> [MetricFamily] {
        [
            MetricFamily(
                "astrobase_build_info", .gauge, "Always 1; the labels say which program runs.",
                [MetricSample(1, [.init("role", role), .init("version", version)])])
        ]
    }
}
