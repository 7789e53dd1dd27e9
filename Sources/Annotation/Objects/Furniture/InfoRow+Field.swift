import Foundation
import Sky
import WCS

extension InfoRow {
    /// Centre, field, scale and rotation of a picture.
    public static func rows(for field: Field) -> [InfoRow] {
        let wcs = field.wcs
        var rows = [
            InfoRow("Centre", "\(Sexagesimal.hours(field.centre.ra))  \(Sexagesimal.degrees(field.centre.dec))"),
            InfoRow("Field", "\(angle(extent(of: field, along: (1, 0)))) × \(angle(extent(of: field, along: (0, 1))))"),
            InfoRow("Scale", String(format: wcs.pixelScale < 10 ? "%.3f″/px" : "%.1f″/px", wcs.pixelScale)),
        ]
        if let frame = field.frame(at: field.centre) {
            // Where north is, seen from the top of the picture, towards the left as it is drawn.
            let up = -90 - frame.screenAngle(0)
            let turned = (up.truncatingRemainder(dividingBy: 360) + 540).truncatingRemainder(dividingBy: 360) - 180
            let mirrored = frame.east.x * frame.north.y - frame.east.y * frame.north.x < 0
            let way = abs(turned) < 0.05 ? "up" : String(format: "%.1f° %@ of up", abs(turned), turned < 0 ? "right" : "left")
            rows.append(InfoRow("North", way + (mirrored ? ", mirrored" : "")))
        }
        return rows
    }

    /// From edge to edge through the middle, degrees on the sky: pixels times scale is more, in wide fields by far. Where the sky ends
    /// inside the picture, as far as it goes.
    private static func extent(of field: Field, along way: (x: Double, y: Double)) -> Double {
        let middle = PixelPoint(x: (field.bounds.minX + field.bounds.maxX) / 2, y: (field.bounds.minY + field.bounds.maxY) / 2)
        let (halfX, halfY) = (way.x * field.bounds.width / 2, way.y * field.bounds.height / 2)
        return [-1.0, 1].reduce(0) { sum, side in
            let steps = stride(from: 1.0, to: 0, by: -1.0 / 64).map {
                PixelPoint(x: middle.x + side * $0 * halfX, y: middle.y + side * $0 * halfY)
            }
            let seen = ((try? field.wcs.sky(steps)) ?? []).lazy.compactMap(\.self).first
            return sum + (seen?.separation(to: field.centre) ?? 0)
        }
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
