import Foundation
public import Sky

/// What a sample picture is to show, and how.
public struct SampleRequest: Sendable, Hashable {
    /// The sky position of the middle of the upright picture: of pixel ((width − 1)/2, (height − 1)/2).
    public var centre: SkyPosition
    /// Degrees of sky between the middles of the picture's left and right edges (outer edges of the pixels), distortion included.
    public var field: Double
    /// Pixels of the upright picture.
    public var width: Int
    public var height: Int
    /// The direction that is up in the picture as seen, degrees east of north.
    public var rotation = 0.0
    /// Whether the picture is mirrored: east to the right where north is up.
    public var mirror = false
    public var projection = SampleProjection.tan
    /// Radial distortion at the corners in percent: how much farther out than undistorted they lie. Positive is pincushion,
    /// negative barrel.
    public var distortion = 0.0
    /// Percent of the listed stars that are left out.
    public var missing = 0.0
    /// Stars where there are none, in percent of the listed ones.
    public var falseStars = 0.0
    /// EXIF orientation 1 … 8: how the stored pixels are turned away from the upright picture.
    public var orientation = 1
    /// Bits per sample, 8 or 16.
    public var depth = 8
    /// One channel instead of three. FITS pictures have one unless this says false.
    public var grey: Bool?
    public var seed: UInt64 = 1
    /// Full width at half maximum of a star in pixels; nil draws one of 1.6 … 2.4 from the seed.
    public var seeing: Double?
    /// A folder with astrometry.net index files that carry magnitudes; the one with the most stars is used.
    public var indexFolder = "/usr/share/astrometry"
    /// The file to write; `.jpg`, `.jpeg`, `.png`, `.tif`, `.tiff`, `.fits` or `.fit` says how.
    public var out: String

    public init(centre: SkyPosition, field: Double, width: Int, height: Int, out: String) {
        self.centre = centre
        self.field = field
        self.width = width
        self.height = height
        self.out = out
    }
}

extension SampleRequest {
    /// - Throws: `SampleError` that names the first thing that cannot be done.
    func validate() throws {
        let format = try SampleFormat(path: out)
        guard (32...50_000).contains(width), (32...50_000).contains(height), width * height <= 400_000_000 else {
            throw SampleError("A size of \(width)x\(height) is out of range: 32 to 50000 pixels each way, 400 megapixels in all.")
        }
        guard field >= 0.05, field <= projection.widestField else {
            throw SampleError(
                "A field of \(field)° is out of range: 0.05° to \(projection.widestField)° with the projection \(projection.rawValue)."
            )
        }
        guard abs(distortion) <= 20 else { throw SampleError("A distortion of \(distortion) % is out of range: -20 to 20.") }
        guard (0...100).contains(missing) else { throw SampleError("\(missing) % missing stars is out of range: 0 to 100.") }
        guard (0...500).contains(falseStars) else { throw SampleError("\(falseStars) % false stars is out of range: 0 to 500.") }
        guard rotation.isFinite, centre.ra.isFinite, centre.dec.isFinite else {
            throw SampleError("Position and rotation must be numbers.")
        }
        if let seeing, !(0.8...20).contains(seeing) { throw SampleError("A seeing of \(seeing) px is out of range: 0.8 to 20.") }
        guard (1...8).contains(orientation) else {
            throw SampleError("An orientation of \(orientation) is not one of EXIF's 1 to 8.")
        }
        guard orientation == 1 || format.holdsOrientation else {
            throw SampleError("A \(format.rawValue) file holds no EXIF orientation; use .jpg or .tif.")
        }
        guard depth == 8 || depth == 16 else { throw SampleError("A depth of \(depth) bits is neither 8 nor 16.") }
        guard depth == 8 || format != .jpeg else {
            throw SampleError("A JPEG holds 8 bits per sample; use .png, .tif or .fits for 16.")
        }
    }
}
