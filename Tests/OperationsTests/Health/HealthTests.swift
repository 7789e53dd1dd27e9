import Foundation
import Operations
import Synchronization
import Testing

@Suite struct HealthTests {
    private struct Secret: Error {}

    @Test func whatIsWrongIsNamedInOrder() async {
        let health = Health([
            .answers("slow", seconds: 0.05) { try await Task.sleep(for: .seconds(3600)) },
            HealthCheck("well") { nil },
            .answers("broken") { throw Secret() },
            .connected("broker", patience: 0.05) { false },
        ])
        let report = await health.report()
        #expect(!report.isWell)
        #expect(report.text == "slow: no answer within 0.05 s\nbroken: it cannot be read\nbroker: not connected\n")
        #expect(await health.adding(HealthCheck("first") { "x" }).report().problems.first == "first: x")
    }

    @Test func nothingWrongIsOK() async {
        #expect(await Health().report().text == "ok\n")
        #expect(await Health([.answers("a") {}, .connected("b") { true }]).report().isWell)
    }

    @Test("A connection that is made anew in time is no problem")
    func reconnection() async {
        let asked = Mutex(0)
        let check = HealthCheck.connected("broker", patience: 3600) { asked.withLock { $0 += 1; return $0 > 3 } }
        #expect(await Health([check]).report().isWell)
        #expect(asked.withLock { $0 } == 4)
    }

    @Test("The one who asks may go away")
    func cancelled() async {
        let task = Task { await Health([.connected("broker", patience: 3600) { false }]).report() }
        task.cancel()
        #expect(await task.value.problems == ["broker: not connected"])
    }
}
