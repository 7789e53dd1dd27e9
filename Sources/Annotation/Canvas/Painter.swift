public import Raster
import WCS

/// Burns a drawing into a picture band by band.
public final class Painter {
    private enum Content {
        case mark(Mark)
        case text(PlacedText)
    }

    /// In drawing order, with the rows each may touch.
    private let items: [(top: Double, bottom: Double, content: Content)]

    /// - Parameter only: these layers; nil: all.
    public init(_ drawing: Drawing, only: Set<LayerID>? = nil) {
        items = drawing.layers.filter { only?.contains($0.id) ?? true }.flatMap { layer in
            layer.marks.map { ($0.rows.lowerBound, $0.rows.upperBound, .mark($0)) }
                + layer.texts.map { ($0.rows.lowerBound, $0.rows.upperBound, .text($0)) }
        }
    }

    /// Draws what falls into a band of the picture.
    ///
    /// - Parameter top: the row of the picture that is the band's first.
    public func draw(onto band: CanvasBuffer, top: Int) {
        let (first, last) = (Double(top) - 1, Double(top + band.height))
        for tile in Canvas.tiles(of: band.size) {
            guard let pen = Pen(band, tile, top: top) else { continue }
            for item in items where item.top <= last && item.bottom >= first {
                switch item.content {
                case .mark(let mark): pen.draw(mark)
                case .text(let text): pen.draw(text)
                }
            }
        }
    }
}

extension Mark {
    /// The rows it may touch, a little more than exact; all of them where it has numbers that are none.
    fileprivate var rows: ClosedRange<Double> {
        // Corners may stand out by some widths.
        let margin = 4 * (stroke?.width ?? 0) + 2
        let (low, high): (Double, Double) =
            switch figure {
            case .path(let points, _):
                points.reduce((Double.infinity, -Double.infinity)) { (min($0.0, $1.y), max($0.1, $1.y)) }
            case .circle(let centre, let radius): (centre.y - radius, centre.y + radius)
            case .ellipse(let centre, let semiMajor, let semiMinor, _):
                (centre.y - max(semiMajor, semiMinor), centre.y + max(semiMajor, semiMinor))
            }
        return low - margin <= high + margin ? low - margin...high + margin : -Double.infinity...Double.infinity
    }
}

extension PlacedText {
    fileprivate var rows: ClosedRange<Double> {
        // Turned about its middle; letters may stand out of their box.
        let reach = (angle == 0 ? box.height : box.width + box.height) / 2 + style.size
        let (low, high) = (box.centre.y - reach, box.centre.y + reach)
        return low <= high ? low...high : -Double.infinity...Double.infinity
    }
}
