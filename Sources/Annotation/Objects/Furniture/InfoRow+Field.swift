import Foundation
import Sky
import WCS

extension InfoRow {
    /// Centre, field, scale and rotation of a picture.
    public static func rows(for field: Field) -> [InfoRow] {
        let wcs = field.wcs
        var rows = [
            InfoRow("Centre", "\(Sexagesimal.hours(field.centre.ra))  \(Sexagesimal.degrees(field.centre.dec))"),
            InfoRow("Field", "\(angle(wcs.fieldWidth)) × \(angle(wcs.fieldHeight))"),
            InfoRow("Scale", String(format: wcs.pixelScale < 10 ? "%.3f″/px" : "%.1f″/px", wcs.pixelScale)),
        ]
        if let frame = field.frame(at: field.centre) {
            // Where north is, seen from the top of the picture, towards the left as it is drawn.
            let up = -90 - frame.screenAngle(0)
            let turned = (up.truncatingRemainder(dividingBy: 360) + 540).truncatingRemainder(dividingBy: 360) - 180
            let mirrored = frame.east.x * frame.north.y - frame.east.y * frame.north.x < 0
            rows.append(InfoRow("North", String(format: "%.1f° %@ of up%@", abs(turned), turned < 0 ? "right" : "left", mirrored ? ", mirrored" : "")))
        }
        return rows
    }

    /// An angle in the unit that suits it.
    static func angle(_ degrees: Double) -> String {
        if degrees >= 10 { return String(format: "%.1f°", degrees) }
        if degrees >= 1 { return String(format: "%.2f°", degrees) }
        return degrees * 60 >= 1 ? String(format: "%.1f′", degrees * 60) : String(format: "%.1f″", degrees * 3600)
    }
}

/// Angles in base sixty, as astronomers write them.
enum Sexagesimal {
    /// "05h 35m 17s"; rounded, never "60s".
    static func hours(_ ra: Double) -> String {
        let seconds = Int((ra / 15 * 3600).rounded()) % 86_400
        return String(format: "%02dh %02dm %02ds", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// "−05° 23′ 28″".
    static func degrees(_ dec: Double) -> String {
        let seconds = Int((abs(dec) * 3600).rounded())
        return String(format: "%@%02d° %02d′ %02d″", dec < 0 ? "−" : "+", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}
