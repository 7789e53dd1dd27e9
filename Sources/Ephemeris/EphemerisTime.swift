internal import CERFA
import Foundation

/// An instant in the time scales that motions and rotations run on.
struct EphemerisTime {
    /// Terrestrial time, as days since J2000.0 (JD 2451545.0). Barycentric time differs by less than 2 ms.
    let days: Double
    /// UTC, as days since J2000.0; stands for UT1, from which it differs by less than 0.9 s.
    let utcDays: Double

    init(_ date: Date) {
        utcDays = (date.timeIntervalSince1970 - 946_728_000) / 86400
        var (year, month, day, fraction) = (Int32(0), Int32(0), Int32(0), 0.0)
        var leap = 0.0
        // A date outside the calendar, or before 1960, leaves the leap seconds at the last value ERFA gives: 0.
        if eraJd2cal(2_451_545, utcDays, &year, &month, &day, &fraction) == 0 { _ = eraDat(year, month, day, fraction, &leap) }
        days = utcDays + (leap + 32.184) / 86400
    }
}
