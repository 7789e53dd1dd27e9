/// How much is taken, how long it is kept, and what may be fetched.
public struct NovaSettings: Sendable {
    /// Pictures that are solved at the same time.
    public var slots = 2
    /// Seconds until a picture is given up.
    public var solveSeconds = 600.0
    /// Bytes of a file at most.
    public var largestUpload = 512 << 20
    public var limitMegapixels = 400
    /// Pictures of one key that may wait.
    public var mostWaiting = 10_000
    /// Days until a submission and its results are forgotten.
    public var keepDays = 30.0
    /// Whether and from where pictures are fetched for clients that name an address; nil: not at all.
    public var fetching: FetchPolicy?

    public init() {}
}
