public import FITS
import Foundation

/// The true solution of a sample picture.
///
/// Pixels are those of the upright picture, (0, 0) the centre of the first pixel of its first row. A FITS picture is stored
/// bottom-up: its first row is the lowest. Angles in degrees, positions ICRS.
public struct SampleTruth: Sendable, Hashable, Codable {
    /// A place of the picture and what is there.
    public struct Point: Sendable, Hashable, Codable {
        public let x: Double
        public let y: Double
        public let ra: Double
        public let dec: Double
    }

    /// A star that the index lists and the picture shows, where it was drawn.
    public struct Star: Sendable, Hashable, Codable {
        public let x: Double
        public let y: Double
        public let ra: Double
        public let dec: Double
        public let magnitude: Double
    }

    public let file: String
    public let seed: UInt64
    /// The middle of the upright picture.
    public let ra: Double
    public let dec: Double
    /// Arcseconds per pixel at the centre.
    public let pixelScale: Double
    /// As `wcsinfo` gives it: the direction of the y axis (downwards but in FITS) of the upright pixels, east of north,
    /// −180 … 180.
    public let orientation: Double
    /// +1 for det(CD) > 0: an ordinary JPEG, PNG or TIFF; −1: an ordinary FITS, or a mirrored other picture.
    public let parity: Int
    /// The direction that is up for the eye, east of north, as asked for.
    public let rotation: Double
    public let mirror: Bool
    public let projection: SampleProjection
    /// Percent, as asked for.
    public let distortion: Double
    /// Of the upright picture.
    public let width: Int
    public let height: Int
    /// Of the pixels in the file, before its EXIF orientation is applied.
    public let storedWidth: Int
    public let storedHeight: Int
    public let exifOrientation: Int
    public let bottomUp: Bool
    public let channels: Int
    public let depth: Int
    /// Between the middles of opposite outer edges.
    public let fieldWidth: Double
    public let fieldHeight: Double
    /// From the centre to the farthest outer corner.
    public let radius: Double
    /// Stars at this magnitude stand out from the noise by five sigma in their brightest pixel.
    public let limitingMagnitude: Double
    public let listedStars: Int
    public let missingStars: Int
    public let falseStars: Int
    public let unlistedStars: Int
    /// The index file that the listed stars come from.
    public let index: String
    /// The outer corners (−0.5, −0.5), (w − 0.5, −0.5), (w − 0.5, h − 0.5), (−0.5, h − 0.5).
    public let corners: [Point]
    /// 9 × 9 pixels from the first to the last, row by row.
    public let grid: [Point]
    /// The brightest listed stars at least 10 pixels from the edges, brightest first.
    public let stars: [Star]
    /// The mapping as FITS header cards of 80 characters (with SIP where distorted).
    public let cards: [String]

    /// The mapping as a FITS header.
    public func header() throws -> FITSHeader {
        try FITSHeader(parsing: Data((cards.joined() + "END".padding(toLength: 80, withPad: " ", startingAt: 0)).utf8))
    }
}
