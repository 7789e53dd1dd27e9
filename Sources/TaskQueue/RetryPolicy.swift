public import Foundation

/// How often a failed task is tried again, and after how long.
public struct RetryPolicy: Sendable, Hashable {
    /// Beginnings in all, the first included.
    public var attempts: Int
    /// Seconds before the second beginning; each further pause is twice as long.
    public var firstDelay: TimeInterval
    /// No pause is longer, in seconds.
    public var longestDelay: TimeInterval
    /// Each pause is made up to this part longer or shorter by chance, so that tasks that failed together do not
    /// come back together.
    public var jitter: Double

    public init(attempts: Int = 8, firstDelay: TimeInterval = 2, longestDelay: TimeInterval = 600, jitter: Double = 0.2) {
        self.attempts = attempts
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.jitter = jitter
    }

    /// A single try.
    public static let once = RetryPolicy(attempts: 1)

    /// Seconds from the failure of the given attempt (1 is the first) to the next; nil when there is none.
    public func delay(afterAttempt attempt: Int) -> TimeInterval? {
        var generator = SystemRandomNumberGenerator()
        return delay(afterAttempt: attempt, using: &generator)
    }

    public func delay(afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> TimeInterval? {
        guard attempt < attempts else { return nil }
        let exponent = Double(min(60, max(0, attempt - 1)))
        let pause = min(longestDelay, firstDelay * pow(2, exponent))
        return pause * (1 + Double.random(in: -1...1, using: &generator) * min(1, max(0, jitter)))
    }
}
