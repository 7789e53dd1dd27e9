import Annotation
import Raster
import WCS

/// Numbers that look random and are the same every time (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

enum SomeDrawings {
    /// Marks and texts of all kinds, some reaching out of the picture.
    static func random(seed: UInt64, count: Int, size: PixelSize) -> Drawing {
        var dice = Dice(seed)
        func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &dice) }
        func point() -> PixelPoint {
            PixelPoint(x: number(-50...Double(size.width) + 50), y: number(-50...Double(size.height) + 50))
        }
        var marks: [Mark] = []
        var texts: [PlacedText] = []
        for index in 0..<count {
            let colour = Colour(number(0...1), number(0...1), number(0...1), alpha: number(0.3...1))
            let dash: [Double] = index % 3 == 0 ? [number(1...9), number(1...9), number(1...9)] : []
            let stroke = Stroke(colour, width: number(0.4...7), dash: dash)
            let fill = index % 4 == 0 ? colour.withAlpha(0.2) : nil
            switch index % 6 {
            case 0: marks.append(Mark(.circle(centre: point(), radius: number(0.2...90)), stroke: stroke, fill: fill))
            case 1:
                let long = number(1...120)
                let figure = Figure.ellipse(
                    centre: point(), semiMajor: long, semiMinor: long * number(0.02...1), angle: number(-360...360))
                marks.append(Mark(figure, stroke: stroke, fill: fill))
            case 2:
                marks.append(Mark(.path((0..<Int.random(in: 2...30, using: &dice)).map { _ in point() }, closed: false), stroke: stroke))
            case 3:
                let points = (0..<5).map { _ in point() }
                marks.append(Mark(.path(points, closed: true), stroke: stroke, fill: fill))
            case 4:
                let start = point()
                let end = index % 12 == 4 ? PixelPoint(x: start.x, y: start.y + 40) : PixelPoint(x: start.x - 30, y: start.y)
                marks.append(Mark(.path([start, end], closed: false), stroke: stroke))
            default:
                let style = TextStyle(size: number(6...60), colour: colour, bold: index % 5 == 0, italic: index % 7 == 0)
                let metrics = PangoMeasure().metrics(of: "α Cen 4′ \(index)", style: style)
                let box = Box(centre: point(), width: metrics.width, height: metrics.height)
                texts.append(
                    PlacedText(
                        "α Cen 4′ \(index)", style: style, box: box, inset: metrics.inset, baseline: metrics.baseline,
                        angle: index % 4 == 1 ? number(-180...180) : 0))
            }
        }
        return Drawing(size: size, layers: [Layer(.markers, marks: marks, texts: texts)])
    }
}
