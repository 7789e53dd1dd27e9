import Annotation
import Raster
import Testing
import WCS

/// What is drawn band by band is the same as what is drawn at once.
@Suite struct PainterTests {
    private static let size = PixelSize(width: 400, height: 300)

    private func drawing() -> Drawing {
        let style = TextStyle(size: 22, colour: .white)
        let metrics = PangoMeasure().metrics(of: "α Lyrae 12′", style: style)
        func text(_ x: Double, _ y: Double, angle: Double = 0) -> PlacedText {
            PlacedText(
                "α Lyrae 12′", style: style, box: Box(centre: PixelPoint(x: x, y: y), width: metrics.width, height: metrics.height),
                inset: metrics.inset, baseline: metrics.baseline, angle: angle)
        }
        let stroke = Stroke(Colour(1, 0.5, 0.2), width: 3)
        let line = (0...80).map { PixelPoint(x: Double($0) * 5, y: 150 + 140 * (Double($0) / 40 - 1)) }
        return Drawing(
            size: Self.size,
            layers: [
                Layer(
                    .grid,
                    marks: [
                        Mark(.path(line, closed: false), stroke: stroke),
                        Mark(.circle(centre: PixelPoint(x: 100.3, y: 64), radius: 20), stroke: stroke, fill: Colour(0, 1, 0, alpha: 0.4)),
                        Mark(
                            .ellipse(centre: PixelPoint(x: 250, y: 130), semiMajor: 90, semiMinor: 30, angle: 40),
                            stroke: Stroke(.white, width: 2, dash: [6, 4])),
                    ], texts: [text(200, 64), text(90, 128.5), text(300, 200, angle: 50)])
            ])
    }

    @Test(arguments: [1, 2, 7, 16, 17, 128, 299, 300]) func bandsJoinWithoutASeam(height: Int) {
        let drawing = drawing()
        let whole = CanvasBuffer(size: Self.size)
        Canvas.draw(drawing, onto: whole)
        let painter = Painter(drawing)
        var worst = 0
        for top in stride(from: 0, to: Self.size.height, by: height) {
            let band = CanvasBuffer(size: PixelSize(width: Self.size.width, height: height))
            painter.draw(onto: band, top: top)
            for row in 0..<min(height, Self.size.height - top) {
                let (got, wanted) = (band.rowPointer(row), whole.rowPointer(top + row))
                for x in 0..<Self.size.width * 4 where x % 4 != 3 { worst = max(worst, abs(Int(got[x]) - Int(wanted[x]))) }
            }
        }
        // Where cairo begins elsewhere, it rounds another way.
        #expect(worst <= (height % Painter.slab == 0 || height >= 299 ? 0 : 3))
    }

    @Test(arguments: [1, 64, 100, 128]) func anyDrawingIsTheSameInBands(height: Int) {
        for seed in 0..<3 {
            let size = PixelSize(width: 500, height: 333)
            let drawing = SomeDrawings.random(seed: UInt64(seed), count: 120, size: size)
            let whole = CanvasBuffer(size: size)
            Canvas.draw(drawing, onto: whole)
            let painter = Painter(drawing)
            var (different, worst) = (0, 0)
            for top in stride(from: 0, to: size.height, by: height) {
                let band = CanvasBuffer(size: PixelSize(width: size.width, height: height))
                painter.draw(onto: band, top: top)
                for row in 0..<min(height, size.height - top) {
                    let (got, wanted) = (band.rowPointer(row), whole.rowPointer(top + row))
                    for x in 0..<size.width * 4 where x % 4 != 3 && got[x] != wanted[x] {
                        different += 1
                        worst = max(worst, abs(Int(got[x]) - Int(wanted[x])))
                    }
                }
            }
            if height % Painter.slab == 0 {
                #expect(different == 0, "drawing \(seed)")
            } else {
                #expect(worst <= 40, "\(different) by up to \(worst)")
            }
        }
    }

    @Test func marksWithoutNumbersHarmNothing() {
        let band = CanvasBuffer(size: PixelSize(width: 50, height: 20))
        let nowhere = PixelPoint(x: .nan, y: .infinity)
        let marks = [
            Mark(.circle(centre: nowhere, radius: 5), stroke: Stroke(.white, width: 1)),
            Mark(.path([nowhere, PixelPoint(x: 1, y: 1)], closed: false), stroke: Stroke(.white, width: .nan)),
            Mark(.circle(centre: PixelPoint(x: 25, y: 10), radius: 4), fill: .white),
        ]
        Painter(Drawing(size: band.size, layers: [Layer(.markers, marks: marks)])).draw(onto: band, top: 0)
        #expect(band.rowPointer(10)[25 * 4] == 255)
    }
}
