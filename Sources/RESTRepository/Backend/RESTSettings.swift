public import TaskQueue

/// Limits of the talk with a backend.
public struct RESTSettings: Sendable {
    /// Seconds until a connection stands.
    public var connectSeconds = 5.0
    /// Seconds from sending a request to the end of its answer.
    public var answerSeconds = 60.0
    /// Bytes of an answer at most: a hundred records with all their notes are far smaller.
    public var maximumAnswer = 64 << 20
    /// How often a call is tried when the backend is away, busy or broken, and with which pauses.
    public var retry = RetryPolicy(attempts: 6, firstDelay: 0.5, longestDelay: 10, jitter: 0.5)
    /// Seconds between two looks for what others changed, for those who listen to changes.
    public var pollSeconds = 30.0

    public init() {}
}
