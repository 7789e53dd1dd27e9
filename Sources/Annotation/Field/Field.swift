public import Raster
public import Sky
public import WCS

/// The piece of sky a picture shows, as layers see it.
public struct Field: Sendable {
    public let wcs: WCS
    public let size: PixelSize
    /// The picture's centre.
    public let centre: SkyPosition
    /// From the centre to the farthest place on the picture's outline, degrees; 180 for maps of the whole sky.
    public let radius: Double
    /// Lines and letters are made of this many pixels, so that a drawing looks the same on a small and on a large picture:
    /// a line is 1 unit wide, letters are 14 units high. At least 0.7.
    public let unit: Double

    /// - Parameter unit: nil: 1 for pictures of up to 1,600 pixels on the longer side, growing with it.
    public init(_ wcs: WCS, unit: Double? = nil) {
        self.wcs = wcs
        size = PixelSize(width: wcs.width, height: wcs.height)
        centre = wcs.centre
        // Not the corners alone: those of a map of the whole sky may be its poles, or show no sky.
        let middle = wcs.centre.unitVector
        let farthest = degrees(wcs.footprint.map { $0.angle(to: middle) }.max() ?? 0)
        radius = farthest > 120 ? 180 : farthest
        let long = Double(max(wcs.width, wcs.height))
        self.unit = max(0.7, unit ?? (long <= 1600 ? max(0.7, min(1, long / 800)) : long / 1600))
    }

    /// The picture's edges: −½ … size − ½.
    public var bounds: Box {
        Box(minX: -0.5, minY: -0.5, maxX: Double(size.width) - 0.5, maxY: Double(size.height) - 0.5)
    }

    /// Where positions fall, nil where the projection does not reach; they may be outside the picture.
    public func pixels(_ positions: [SkyPosition]) -> [PixelPoint?] {
        (try? wcs.pixels(positions)) ?? Array(repeating: nil, count: positions.count)
    }

    public func pixel(_ position: SkyPosition) -> PixelPoint? { pixels([position])[0] }

    /// How the sky lies on the pixels at a position; nil where the projection does not reach.
    public func frame(at position: SkyPosition) -> LocalFrame? { LocalFrame(at: position, in: self) }
}
