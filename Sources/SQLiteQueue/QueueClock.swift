public import Foundation

/// The two clocks that a queue goes by.
///
/// The clock on the wall may be set at any time; the clock of the machine's run never jumps, but begins anew with each start.
/// Leases go by the second alone. Times that people name (`notBefore`, `expires`) go by the first; since a request for "in a
/// minute" comes as such a time too, a task is due when either clock says so.
public struct QueueClock: Sendable {
    /// The clock on the wall.
    public var now: @Sendable () -> Date
    /// Seconds since the machine was started, those of sleep included.
    public var sinceBoot: @Sendable () -> TimeInterval
    /// Names this run of the machine.
    public var boot: String

    public init(now: @escaping @Sendable () -> Date, sinceBoot: @escaping @Sendable () -> TimeInterval, boot: String) {
        self.now = now
        self.sinceBoot = sinceBoot
        self.boot = boot
    }

    /// The clocks of this machine. All processes that share a database file run on one machine: SQLite's log asks for that.
    public static let system = QueueClock(
        now: { Date() },
        sinceBoot: {
            var time = timespec()
            clock_gettime(CLOCK_BOOTTIME, &time)
            return TimeInterval(time.tv_sec) + TimeInterval(time.tv_nsec) / 1e9
        },
        boot: bootID)

    /// The kernel's name for this run. Where it has none, leases of an earlier run end when their time is over.
    private static let bootID: String = {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
    }()
}
