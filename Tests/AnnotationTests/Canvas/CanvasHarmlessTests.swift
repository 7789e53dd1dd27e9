import Annotation
import Foundation
import Raster
import Testing
import WCS

/// Numbers from outside may be anything: nothing crashes or hangs, and what is to be seen is drawn.
@Suite struct CanvasHarmlessTests {
    private static let size = PixelSize(width: 200, height: 120)
    private static let numbers: [Double] = [
        .nan, .infinity, -.infinity, 1e308, -1e308, 1e12, -1e9, 5e8, 1e7, 0, -0.0, 1e-300, -3, 60.4, .leastNonzeroMagnitude,
    ]

    private func picture(_ marks: [Mark] = [], _ texts: [PlacedText] = []) -> [UInt8] {
        let canvas = CanvasBuffer(size: Self.size)
        let drawing = Drawing(size: Self.size, layers: [Layer(.markers, marks: marks, texts: texts)])
        Canvas.draw(drawing, onto: canvas)
        // The other face has to bear the same.
        #expect(SVGFace.write(drawing).utf8.count < 3_000_000)
        return Array(canvas.bytes)
    }

    private func light(_ picture: [UInt8], x: Int, y: Int) -> UInt8 { picture[(y * Self.size.width + x) * 4 + 1] }

    @Test func figuresOfAnyNumbers() {
        var dice = Dice(11)
        func any() -> Double { Self.numbers.randomElement(using: &dice) ?? 0 }
        func point() -> PixelPoint { PixelPoint(x: any(), y: any()) }
        var marks: [Mark] = []
        for index in 0..<1500 {
            let figure: Figure =
                switch index % 4 {
                case 0: .circle(centre: point(), radius: any())
                case 1: .ellipse(centre: point(), semiMajor: any(), semiMinor: any(), angle: any())
                case 2: .path((0..<index % 7).map { _ in point() }, closed: index % 8 == 2)
                default: .path([point(), PixelPoint(x: 60, y: 60), point(), point()], closed: index % 8 == 3)
                }
            let colour = Colour(any(), any(), any(), alpha: any())
            let dash = index % 3 == 0 ? (0..<index % 5).map { _ in any() } : []
            marks.append(Mark(figure, stroke: Stroke(colour, width: any(), dash: dash), fill: index % 5 == 0 ? colour : nil))
        }
        _ = picture(marks)
    }

    @Test func textsOfAnyNumbers() {
        var dice = Dice(12)
        func any() -> Double { Self.numbers.randomElement(using: &dice) ?? 0 }
        let texts = (0..<500).map { index in
            PlacedText(
                index % 9 == 0 ? "" : "M 42\u{7}\u{202e}", style: TextStyle(size: index % 2 == 0 ? any() : 12, colour: .white),
                box: Box(minX: any(), minY: any(), maxX: any(), maxY: any()), inset: any(), baseline: any(),
                angle: index % 3 == 0 ? any() : 0)
        }
        _ = picture([], texts)
    }

    @Test func lettersThatReachInAreDrawn() {
        let style = TextStyle(size: 40, colour: .white)
        let metrics = PangoMeasure().metrics(of: "MMMM", style: style)
        for x in [-60.0, 120] {
            let box = Box(minX: x, minY: 20, maxX: x + metrics.width, maxY: 20 + metrics.height)
            let text = PlacedText("MMMM", style: style, box: box, inset: metrics.inset, baseline: metrics.baseline)
            #expect(picture([], [text]).contains(255))
        }
    }

    /// Lines and rings that come from far away and pass through the picture.
    @Test(arguments: [1e3, 1e5, 1e7, 5e8]) func whatReachesInFromAfarIsDrawn(far: Double) {
        let stroke = Stroke(.white, width: 3)
        let line = Mark(.path([PixelPoint(x: -far, y: 60), PixelPoint(x: far, y: 60)], closed: false), stroke: stroke)
        #expect(light(picture([line]), x: 77, y: 60) == 255)
        let ring = Mark(.circle(centre: PixelPoint(x: 100, y: 60 - far), radius: far), stroke: stroke)
        #expect(light(picture([ring]), x: 100, y: 60) == 255)
        let ellipse = Mark(
            .ellipse(centre: PixelPoint(x: 100, y: 60 - far), semiMajor: far, semiMinor: far / 2, angle: 90), stroke: stroke)
        #expect(light(picture([ellipse]), x: 100, y: 60) >= 250)
        let dashed = Mark(
            .path([PixelPoint(x: -far, y: 60), PixelPoint(x: far, y: 60)], closed: false),
            stroke: Stroke(.white, width: 3, dash: [8, 4]))
        let lit = (0..<200).filter { light(picture([dashed]), x: $0, y: 60) > 100 }.count
        #expect((110...155).contains(lit))
        let area = [PixelPoint(x: -far, y: -far), PixelPoint(x: far, y: -far), PixelPoint(x: far, y: 60), PixelPoint(x: -far, y: 60)]
        let half = picture([Mark(.path(area, closed: true), fill: .white)])
        #expect(light(half, x: 100, y: 58) == 255)
        #expect(light(half, x: 100, y: 62) == 0)
        #expect(light(picture([Mark(.circle(centre: PixelPoint(x: 0, y: 0), radius: far), fill: .white)]), x: 199, y: 119) == 255)
    }

    @Test func aPointThatIsNoNumberOnlyBreaksTheLine() {
        let points = [
            PixelPoint(x: 10, y: 60), PixelPoint(x: 50, y: 60), PixelPoint(x: .nan, y: 60), PixelPoint(x: 100, y: 60),
            PixelPoint(x: 150, y: 60),
        ]
        let picture = picture([Mark(.path(points, closed: false), stroke: Stroke(.white, width: 3))])
        #expect(light(picture, x: 30, y: 60) == 255)
        #expect(light(picture, x: 75, y: 60) == 0)
        #expect(light(picture, x: 125, y: 60) == 255)
    }

    @Test func thinAndNegativeWidths() {
        let path = Figure.path([PixelPoint(x: 10, y: 60), PixelPoint(x: 150, y: 60)], closed: false)
        for width in [0, -2, Double.nan] { #expect(!picture([Mark(path, stroke: Stroke(.white, width: width))]).contains { $0 > 0 && $0 < 255 }) }
        // A flat ellipse is a line.
        let flat = Mark(
            .ellipse(centre: PixelPoint(x: 100, y: 60), semiMajor: 50, semiMinor: 0, angle: 0), stroke: Stroke(.white, width: 3))
        #expect(light(picture([flat]), x: 120, y: 60) == 255)
    }
}
