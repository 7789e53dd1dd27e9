import Foundation
import Raster

extension CaptureFacts {
    /// When the picture was taken, where that is known with its zone.
    var instant: Date? {
        if let known = dateObs ?? gpsDateTime { return known }
        guard let local = clock, let offset else { return nil }
        return try? Date("\(local.day)T\(local.time)\(offset)", strategy: .iso8601)
    }

    /// For a label: UTC where it is known, else the camera's own clock; to the minute.
    var dateLabel: String? {
        if let instant {
            return String(instant.formatted(.iso8601).prefix(16)).replacing("T", with: " ") + " UT"
        }
        return clock.map { "\($0.day) \($0.time.prefix(5))" }
    }

    private var clock: (day: String, time: String)? {
        let parts = (dateTimeOriginal ?? "").split(separator: " ").map(String.init)
        guard parts.count == 2, parts[0].count == 10, parts[1].count >= 8, !parts[0].hasPrefix("0000") else { return nil }
        guard (parts[0] + parts[1]).allSatisfy({ (c: Character) -> Bool in c.isNumber || c == ":" }) else { return nil }
        return (parts[0].replacing(":", with: "-"), String(parts[1].prefix(8)))
    }
}
