import Foundation
import Operations
import Testing

@Suite struct MetricsPageTests {
    private struct Fixed: MetricSource {
        var all: [MetricFamily]
        func families() async -> [MetricFamily] { all }
    }

    @Test("Names, labels and values are written as Prometheus reads them")
    func text() async {
        let page = MetricsPage([
            Fixed(all: [
                MetricFamily("a_total", .counter, "One \\ line\nand another \"quoted\".", 3),
                MetricFamily(
                    "b_seconds", .gauge, "Some.",
                    [
                        MetricSample(0.25, [.init("x", "a\\b\"c\r\nd"), .init("y", "é")]), MetricSample(.infinity, suffix: "_most"),
                        MetricSample(-.infinity), MetricSample(.nan), MetricSample(-12), MetricSample(1e300), MetricSample(1e-7),
                    ]),
            ]),
            Fixed(all: [MetricFamily("c", .histogram, "None.", [])]),
        ])
        #expect(
            await page.text() == """
                # HELP a_total One \\\\ line\\nand another "quoted".
                # TYPE a_total counter
                a_total 3
                # HELP b_seconds Some.
                # TYPE b_seconds gauge
                b_seconds{x="a\\\\b\\"c\r\\nd",y="é"} 0.25
                b_seconds_most +Inf
                b_seconds -Inf
                b_seconds NaN
                b_seconds -12
                b_seconds 1e+300
                b_seconds 1e-07
                # HELP c None.
                # TYPE c histogram

                """)
    }

    @Test func aProcessTellsWhatItIsAndUses() async {
        let lines = await MetricsPage(role: "worker", version: "1.2.3", []).text().split(separator: "\n")
        #expect(lines.contains("astrobase_build_info{role=\"worker\",version=\"1.2.3\"} 1"))
        for name in [
            "process_cpu_seconds_total", "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_start_time_seconds",
            "process_open_fds", "process_max_fds",
        ] {
            #expect(lines.filter { $0.hasPrefix("\(name) ") }.count == 1, "\(name)")
        }
    }
}
