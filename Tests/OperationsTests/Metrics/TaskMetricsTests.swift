import Operations
import TaskQueue
import Testing

@Suite struct TaskMetricsTests {
    @Test("Each outcome is counted; the time only of those that came to an end by themselves")
    func counting() async throws {
        let metrics = TaskMetrics(kinds: [TaskKind(name: "b", queue: "q"), TaskKind(name: "a", queue: "q")])
        for (seconds, result) in [
            (0.004, TaskOutcome.Result.done), (0.025, .done), (0.026, .retried), (700, .failed), (9000, .done), (5, .cancelled),
            (5, .handedBack), (5, .lost),
        ] {
            metrics.report(TaskOutcome(queue: "q", name: "a", seconds: seconds, result: result))
        }
        let lines = await MetricsPage([metrics]).text().split(separator: "\n").map(String.init)
        #expect(
            lines.filter { $0.hasPrefix("astrobase_tasks_total") } == [
                #"astrobase_tasks_total{queue="q",task="a",result="done"} 3"#,
                #"astrobase_tasks_total{queue="q",task="a",result="failed"} 1"#,
                #"astrobase_tasks_total{queue="q",task="a",result="retried"} 1"#,
                #"astrobase_tasks_total{queue="q",task="a",result="cancelled"} 1"#,
                #"astrobase_tasks_total{queue="q",task="a",result="handed_back"} 1"#,
                #"astrobase_tasks_total{queue="q",task="a",result="lost"} 1"#,
                #"astrobase_tasks_total{queue="q",task="b",result="done"} 0"#,
                #"astrobase_tasks_total{queue="q",task="b",result="failed"} 0"#,
            ])
        let times = lines.filter { $0.hasPrefix("astrobase_task_seconds") && $0.contains(#"task="a""#) }
        #expect(times.first == #"astrobase_task_seconds_bucket{queue="q",task="a",le="0.005"} 1"#)
        #expect(times.contains(#"astrobase_task_seconds_bucket{queue="q",task="a",le="0.025"} 2"#))
        #expect(times.contains(#"astrobase_task_seconds_bucket{queue="q",task="a",le="0.1"} 3"#))
        #expect(times.contains(#"astrobase_task_seconds_bucket{queue="q",task="a",le="600"} 3"#))
        #expect(times.contains(#"astrobase_task_seconds_bucket{queue="q",task="a",le="1800"} 4"#))
        #expect(times.contains(#"astrobase_task_seconds_bucket{queue="q",task="a",le="+Inf"} 5"#))
        #expect(times.last == #"astrobase_task_seconds_count{queue="q",task="a"} 5"#)
        let sum = try #require(times.first { $0.contains("_sum") }?.split(separator: " ").last.flatMap { Double($0) })
        #expect(abs(sum - 9700.055) < 1e-9)
    }

    @Test("Names that senders make up, and queues without number, do not fill the page")
    func boundedLabels() async {
        let metrics = TaskMetrics()
        metrics.report(TaskOutcome(queue: "q", name: nil, seconds: 0, result: .failed))
        metrics.report(TaskOutcome(queue: "q", name: nil, seconds: 0, result: .failed))
        for number in 0..<1000 { metrics.report(TaskOutcome(queue: "q\(number)", name: "n", seconds: 1, result: .done)) }
        let counts = await metrics.families().first?.samples ?? []
        #expect(Set(counts.map(\.labels).map { Array($0.prefix(2)) }).count == TaskMetrics.mostSeries + 1)
        let unknown = counts.filter { $0.labels.contains(.init("task", "unknown")) && $0.labels.contains(.init("result", "failed")) }
        #expect(unknown.map(\.value) == [2])
        let other = counts.filter { $0.labels.contains(.init("task", "other")) && $0.labels.contains(.init("result", "done")) }
        #expect(other.map(\.value) == [Double(1000 - (TaskMetrics.mostSeries - 1))])
    }

    @Test func reportsOfManyThreadsAreAllCounted() async {
        let metrics = TaskMetrics()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 { metrics.report(TaskOutcome(queue: "q", name: "n", seconds: 1, result: .done)) }
                }
            }
        }
        let families = await metrics.families()
        #expect(families[0].samples.first { $0.labels.contains(.init("result", "done")) }?.value == 4000)
        #expect(families[1].samples.last?.value == 4000)
    }
}
