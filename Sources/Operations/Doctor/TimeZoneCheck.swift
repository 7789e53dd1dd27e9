public import Foundation

/// Which zone are camera clocks taken to run in, where the picture does not say?
public struct TimeZoneCheck: DoctorCheck {
    let timeZone: TimeZone

    public init(timeZone: TimeZone) { self.timeZone = timeZone }

    public func examine() async -> [DoctorFinding] {
        let seconds = timeZone.secondsFromGMT()
        let offset = String(format: "%@%02d:%02d", seconds < 0 ? "-" : "+", abs(seconds) / 3600, abs(seconds) / 60 % 60)
        return [
            DoctorFinding(
                "time zone", .ok,
                "camera clocks without a zone are taken as \(timeZone.identifier) (now UTC\(offset)); ASTROBASE_TIMEZONE changes it"
            )
        ]
    }
}
