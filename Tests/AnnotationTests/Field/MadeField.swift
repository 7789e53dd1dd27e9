import Annotation
import FITS
import Foundation
import WCS

/// Fields of headers made up for a test.
enum MadeField {
    static func header(_ projection: String, ra: Double, dec: Double, scale: Double, width: Int, height: Int) -> FITSHeader {
        FITSHeader(cards: [
            FITSCard("CTYPE1", .string("RA---\(projection)")), FITSCard("CTYPE2", .string("DEC--\(projection)")),
            FITSCard("CRPIX1", .real(Double(width + 1) / 2)), FITSCard("CRPIX2", .real(Double(height + 1) / 2)),
            FITSCard("CRVAL1", .real(ra)), FITSCard("CRVAL2", .real(dec)), FITSCard("CD1_1", .real(-scale)),
            FITSCard("CD1_2", 0.0), FITSCard("CD2_1", 0.0), FITSCard("CD2_2", .real(-scale)),
        ])
    }

    /// North up, as on a screen; so many degrees wide (of tangent plane where that is wide).
    static func tan(
        ra: Double, dec: Double, degrees: Double, width: Int = 1500, height: Int = 1000, turned angle: Double = 0,
        mirrored: Bool = false, projection: String = "TAN"
    ) throws -> Field {
        let plane = projection == "TAN" ? 2 * tanDegrees(degrees / 2) * 57.29577951308232 : degrees
        let scale = plane / Double(width)
        var header = header(projection, ra: ra, dec: dec, scale: scale, width: width, height: height)
        let (c, s) = (cosDegrees(angle), sinDegrees(angle))
        let side = mirrored ? scale : -scale
        for (keyword, value) in [
            ("CD1_1", side * c), ("CD1_2", -side * s), ("CD2_1", -scale * s), ("CD2_2", -scale * c),
        ] {
            header.set(keyword, .real(value))
        }
        return Field(try WCS(header: header, width: width, height: height, frame: .upright))
    }

    /// The whole sky, or half of it.
    static func whole(_ projection: String, ra: Double = 0, dec: Double = 0, width: Int = 1000) throws -> Field {
        let flat = ["AIT": 2 * 162.03, "MOL": 2 * 162.03, "CAR": 360, "SIN": 115, "ZEA": 229.2, "ARC": 360, "STG": 400]
        let (span, height) = (flat[projection] ?? 180, ["AIT", "MOL", "CAR"].contains(projection) ? width / 2 : width)
        let header = header(
            projection, ra: ra, dec: dec, scale: span / Double(width), width: width, height: height)
        return Field(try WCS(header: header, width: width, height: height, frame: .upright))
    }
}

private func sinDegrees(_ angle: Double) -> Double { sin(angle * .pi / 180) }
private func cosDegrees(_ angle: Double) -> Double { cos(angle * .pi / 180) }
private func tanDegrees(_ angle: Double) -> Double { Foundation.tan(angle * .pi / 180) }
