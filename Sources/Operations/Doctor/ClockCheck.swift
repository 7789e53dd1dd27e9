public import Foundation

/// Can the clock be right? Dates of files and log-in sessions depend on it.
public struct ClockCheck: DoctorCheck {
    /// 1 January 2026 UTC: no copy of this program is older.
    static let earliest = Date(timeIntervalSince1970: 1_767_225_600)
    static let latest = Date(timeIntervalSince1970: 4_102_444_800)
    let now: Date

    public init(now: Date = Date()) { self.now = now }

    public func examine() async -> [DoctorFinding] {
        let text = now.formatted(.iso8601)
        guard now >= Self.earliest && now < Self.latest else {
            return [
                DoctorFinding(
                    "clock", .warning, "The machine's clock says \(text), which cannot be.",
                    remedy: "timedatectl set-ntp true, or set the date")
            ]
        }
        return [DoctorFinding("clock", .ok, text)]
    }
}
