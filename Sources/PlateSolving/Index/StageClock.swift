/// Where the time of a solve goes.
struct StageClock {
    private var last: ContinuousClock.Instant
    private(set) var seconds: [String: Double] = [:]

    /// - Parameter begin: when the first stage began.
    init(since begin: ContinuousClock.Instant) { last = begin }

    /// What passed since the last stage ended belongs to this one.
    mutating func end(_ stage: String) {
        let now = ContinuousClock.now
        let took = last.duration(to: now).components
        seconds[stage, default: 0] += Double(took.seconds) + Double(took.attoseconds) * 1e-18
        last = now
    }
}
