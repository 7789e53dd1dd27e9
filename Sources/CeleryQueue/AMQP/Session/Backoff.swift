/// Growing pauses, each up to half shorter by chance.
enum Backoff {
    static let longest = Duration.seconds(15)

    /// After so many failures in a row, from 1.
    static func pause(afterFailure count: Int) -> Duration {
        let full = min(longest, .milliseconds(200) * (1 << min(10, max(0, count - 1))))
        return full * Double.random(in: 0.5...1)
    }
}
