import TaskQueue
import Testing

@Suite struct RetryPolicyTests {
    @Test func pausesDoubleUpToTheLongest() {
        let policy = RetryPolicy(attempts: 6, firstDelay: 2, longestDelay: 10, jitter: 0)
        #expect((1...6).map { policy.delay(afterAttempt: $0) } == [2, 4, 8, 10, 10, nil])
        #expect(RetryPolicy.once.delay(afterAttempt: 1) == nil)
        #expect(RetryPolicy(attempts: .max).delay(afterAttempt: 1_000_000) != nil)
    }

    @Test func jitterStaysInItsBounds() {
        let policy = RetryPolicy(attempts: 2, firstDelay: 100, jitter: 0.25)
        let pauses = (0..<200).compactMap { _ in policy.delay(afterAttempt: 1) }
        #expect(pauses.allSatisfy { (75...125).contains($0) })
        #expect(Set(pauses).count > 100)
    }
}
