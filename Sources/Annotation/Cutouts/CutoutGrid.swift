import FITS
import Foundation
import Raster
public import Sky
public import WCS

/// The pixels of a square cutout: a tangential projection (TAN) about a position, north up, east left.
///
/// It depends on nothing but the position, the field and the size, so that the cutouts of one position from many pictures lie on the
/// same pixels.
public struct CutoutGrid: Sendable {
    public static let largestField = 120.0
    public static let largestSize = 8192

    public let centre: SkyPosition
    /// Degrees from edge to edge along the row and the column through the centre; the scale there is a little larger than at the edges.
    public let fieldDegrees: Double
    /// Pixels in a row and in a column.
    public let size: Int
    /// Of the upright cutout, row 0 at the top.
    public let wcs: WCS

    /// - Throws: `CutoutError` where a number is none or outside its range.
    public init(centre: SkyPosition, fieldDegrees: Double, size: Int) throws {
        guard centre.ra.isFinite, centre.dec.isFinite else {
            throw CutoutError(.badRequest, "the position (\(centre.ra), \(centre.dec)) is no position in the sky")
        }
        guard fieldDegrees.isFinite, fieldDegrees > 0, fieldDegrees <= Self.largestField else {
            throw CutoutError(
                .badRequest,
                "a field of \(fieldDegrees) degrees cannot be cut out: it is above 0 and at most \(Int(Self.largestField)) degrees")
        }
        guard (1...Self.largestSize).contains(size) else {
            throw CutoutError(
                .badRequest, "a cutout of \(size) x \(size) pixels cannot be made: its side is 1 to \(Self.largestSize) pixels")
        }
        (self.centre, self.fieldDegrees, self.size) = (centre, fieldDegrees, size)
        let scale = degrees(2 * tan(radians(fieldDegrees) / 2)) / Double(size)
        do {
            wcs = try WCS.northUp(
                "TAN", centre: centre, scale: scale, at: PixelPoint(x: Double(size - 1) / 2, y: Double(size - 1) / 2),
                size: PixelSize(width: size, height: size))
        } catch let error as WCSError {
            throw CutoutError(.badRequest, "a field of \(fieldDegrees) degrees on \(size) pixels: \(error.message)")
        }
    }

    /// The position from numbers of outside, which must not be turned or held to a range unseen.
    ///
    /// - Throws: `CutoutError` unless 0 ≤ ra ≤ 360 and −90 ≤ dec ≤ 90.
    public static func position(ra: Double, dec: Double) throws -> SkyPosition {
        guard ra.isFinite, (0...360).contains(ra) else {
            throw CutoutError(.badRequest, "a right ascension of \(ra) is none: it is 0 to 360 degrees")
        }
        guard dec.isFinite, (-90...90).contains(dec) else {
            throw CutoutError(.badRequest, "a declination of \(dec) is none: it is -90 to +90 degrees")
        }
        return SkyPosition(ra: ra, dec: dec)
    }
}

extension WCS {
    /// A zenithal projection about `centre`, which falls on `pixel`; north up where row 0 is at the top, east left.
    ///
    /// - Parameter scale: degrees a pixel at the centre.
    static func northUp(
        _ projection: String, centre: SkyPosition, scale: Double, at pixel: PixelPoint, size: PixelSize
    ) throws -> WCS {
        let header = FITSHeader(cards: [
            FITSCard("WCSAXES", 2),
            FITSCard("CTYPE1", .string("RA---\(projection)")), FITSCard("CTYPE2", .string("DEC--\(projection)")),
            FITSCard("CUNIT1", "deg"), FITSCard("CUNIT2", "deg"),
            FITSCard("CRVAL1", .real(centre.ra)), FITSCard("CRVAL2", .real(centre.dec)),
            FITSCard("CRPIX1", .real(pixel.x + 1)), FITSCard("CRPIX2", .real(pixel.y + 1)),
            FITSCard("CD1_1", .real(-scale)), FITSCard("CD1_2", 0.0),
            FITSCard("CD2_1", 0.0), FITSCard("CD2_2", .real(-scale)),
            FITSCard("LONPOLE", 180.0), FITSCard("RADESYS", "ICRS"),
        ])
        return try WCS(header: header, width: size.width, height: size.height, frame: .upright)
    }
}
