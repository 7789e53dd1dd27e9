public import FITS
public import Sky
import Synchronization

/// Pixels of one picture ↔ directions in the sky (ICRS).
///
/// The projection is wcslib's, the SIP distortion our own (its inverse is exact, whatever AP and BP say). Equatorial headers in
/// ICRS or FK5 and galactic ones are read; positions are ICRS throughout.
///
/// Sendable because all but the projection is constant, and wcslib's struct, which its functions write into, sits behind a lock.
public final class WCS: Sendable {
    /// The header it was made from, marked with the frame and size of the picture.
    public let header: FITSHeader
    /// Pixels.
    public let width: Int
    /// Pixels.
    public let height: Int
    public let frame: PixelFrame
    /// The geometric centre of the picture: house pixel ((w − 1)/2, (h − 1)/2), FITS pixel ((w + 1)/2, (h + 1)/2).
    public let centre: SkyPosition

    let terms: WCSTerms
    let local: LocalScale
    private let engine: Mutex<ProjectionEngine>

    /// - Parameters:
    ///   - header: any projection wcslib knows, with or without SIP.
    ///   - frame: the pixels the header speaks of.
    /// - Throws: `WCSError` where the header has no celestial WCS, a wrong one, or one that does not reach the picture's centre.
    public convenience init(header: FITSHeader, width: Int, height: Int, frame: PixelFrame) throws {
        try self.init(terms: WCSTerms(header: header), header: header, width: width, height: height, frame: frame)
    }

    init(terms: WCSTerms, header: FITSHeader, width: Int, height: Int, frame: PixelFrame) throws {
        guard (1...1 << 24).contains(width), (1...1 << 24).contains(height) else {
            throw WCSError("a picture of \(width) x \(height) pixels has no WCS")
        }
        let engine = try ProjectionEngine(terms)
        let middle = PixelPoint(x: Double(width - 1) / 2, y: Double(height - 1) / 2)
        let around = [(0, 0), (-0.5, 0), (0.5, 0), (0, -0.5), (0, 0.5)].map {
            PixelPoint(x: middle.x + $0.0, y: middle.y + $0.1)
        }
        let sky = Self.sky(around, terms, engine).compactMap { $0 }
        guard sky.count == around.count, let local = LocalScale(sky) else {
            throw WCSError("the WCS does not reach the centre of a picture of \(width) x \(height) pixels")
        }
        var header = header
        header.set(PixelFrame.keyword, .string(frame.rawValue), comment: "pixels this WCS is for: stored or upright")
        header.set("IMAGEW", .integer(width), comment: "width of the picture, pixels")
        header.set("IMAGEH", .integer(height), comment: "height of the picture, pixels")
        (self.header, self.width, self.height, self.frame) = (header, width, height, frame)
        (self.terms, self.local, self.centre) = (terms, local, sky[0])
        self.engine = Mutex(engine)
    }

    /// - Throws: `WCSError` where the pixel is outside the projection.
    public func sky(_ p: PixelPoint) throws -> SkyPosition {
        guard let position = try sky([p])[0] else {
            throw WCSError("pixel (\(p.x), \(p.y)) shows no sky: it is outside the projection")
        }
        return position
    }

    /// - Returns: nil where the projection does not reach; the pixel may lie outside the picture.
    public func pixel(_ s: SkyPosition) throws -> PixelPoint? {
        try pixels([s])[0]
    }

    /// Many at a time, faster than one by one; nil outside the projection.
    public func sky(_ ps: [PixelPoint]) throws -> [SkyPosition?] {
        engine.withLock { Self.sky(ps, terms, $0) }
    }

    /// Many at a time; nil where the projection does not reach.
    public func pixels(_ ss: [SkyPosition]) throws -> [PixelPoint?] {
        engine.withLock { Self.pixels(ss, terms, $0) }
    }
}
