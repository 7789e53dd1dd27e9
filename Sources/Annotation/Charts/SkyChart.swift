public import Catalogs
import FITS
import Foundation
public import Raster
public import Sky
public import WCS

/// Charts that show where in the sky a picture is: the whole sky, or the constellations round it. Dark, north up, east left.
public struct SkyChart: Sendable {
    /// The chart's own mapping.
    public let wcs: WCS
    private let isGlobe: Bool

    /// The whole sky in Aitoff's projection, the picture's right ascension in the middle.
    ///
    /// - Parameter size: twice as wide as high fits best; nova's is 256 × 128.
    public static func globe(round centre: SkyPosition, size: PixelSize) throws -> SkyChart {
        // The map is 4√2 radians wide and 2√2 high.
        let (wide, high) = (degrees(4 * 2.0.squareRoot()), degrees(2 * 2.0.squareRoot()))
        let scale = 1.03 * max(wide / Double(size.width), high / Double(size.height))
        return SkyChart(
            wcs: try wcs("AIT", SkyPosition(ra: centre.ra, dec: 0), scale: scale, size), isGlobe: true)
    }

    /// The sky round a picture, wide enough for its constellation to be known.
    ///
    /// - Parameters:
    ///   - radius: of the picture, degrees.
    ///   - size: square fits best; nova's are 256 × 256.
    ///   - width: of the chart in degrees; nil: six times the picture, 36° at least and 150° at most.
    public static func plot(
        round centre: SkyPosition, radius: Double, size: PixelSize, width: Double? = nil
    ) throws -> SkyChart {
        let width = width ?? min(150, max(36, 6 * radius))
        return SkyChart(
            wcs: try wcs("ARC", centre, scale: width / Double(max(1, min(size.width, size.height))), size), isGlobe: false)
    }

    /// Draws the chart.
    ///
    /// - Parameters:
    ///   - picture: its outline is what the chart is for.
    ///   - catalog: nil: neither stars nor constellations.
    public func canvas(showing picture: WCS, catalog: (any SkyCatalog)?) -> CanvasBuffer {
        let canvas = CanvasBuffer(size: PixelSize(width: wcs.width, height: wcs.height))
        // Opaque black: the fourth byte of a canvas is not used, the others are zero already.
        Canvas.draw(drawing(showing: picture, catalog: catalog), onto: canvas)
        return canvas
    }

    /// The chart's drawing, to be put on black.
    public func drawing(showing picture: WCS, catalog: (any SkyCatalog)?) -> Drawing {
        let field = Field(wcs)
        let measure = PangoMeasure()
        var sketch = Sketch(field: field)
        ChartSky(isGlobe: isGlobe).add(to: &sketch, measure: measure)
        // On a stamp there is no room for words and figures.
        let isLarge = min(wcs.width, wcs.height) >= 300
        if isLarge || !isGlobe { GridLayer(system: .equatorial, spacing: isGlobe ? 30 : nil).add(to: &sketch, measure: measure) }
        if let catalog {
            if isLarge || !isGlobe {
                ConstellationLayer(catalog, boundaries: false, names: isLarge && !isGlobe).add(to: &sketch, measure: measure)
            }
            ChartStars(catalog, faintest: faintest).add(to: &sketch, measure: measure)
        }
        ChartOutline(picture).add(to: &sketch, measure: measure)
        return sketch.finished(measure: measure)
    }

    /// As many stars as the eye sees on a map of this size.
    private var faintest: Double {
        let pixels = Double(wcs.width * wcs.height).squareRoot()
        let wide = isGlobe ? 0 : min(1.5, 1.2 * log2(120 / max(20, wcs.pixelScale * Double(wcs.width) / 3600)))
        return min(7.5, max(3, 3.6 + 0.9 * log2(pixels / 256) + wide))
    }

    private static func wcs(_ projection: String, _ centre: SkyPosition, scale: Double, _ size: PixelSize) throws -> WCS {
        let cards = [
            FITSCard("CTYPE1", .string("RA---\(projection)")), FITSCard("CTYPE2", .string("DEC--\(projection)")),
            FITSCard("CRVAL1", .real(centre.ra)), FITSCard("CRVAL2", .real(centre.dec)),
            FITSCard("CRPIX1", .real(Double(size.width + 1) / 2)), FITSCard("CRPIX2", .real(Double(size.height + 1) / 2)),
            FITSCard("CD1_1", .real(-scale)), FITSCard("CD1_2", .real(0)),
            FITSCard("CD2_1", .real(0)), FITSCard("CD2_2", .real(-scale)),
        ]
        return try WCS(header: FITSHeader(cards: cards), width: size.width, height: size.height, frame: .upright)
    }
}
