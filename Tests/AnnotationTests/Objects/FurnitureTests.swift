import Annotation
import Foundation
import Sky
import Testing
import WCS

@Suite struct FurnitureTests {
    @Test(arguments: [(0.0, false), (63.0, false), (-140.0, true)])
    func compassShowsNorthAndEast(turn: Double, mirrored: Bool) throws {
        let field = try MadeField.tan(ra: 120, dec: 40, degrees: 2, turned: turn, mirrored: mirrored)
        let drawing = Drawing(CompassLayer(), on: field)
        let letters = drawing.texts(.compass)
        let shafts = drawing.marks(.compass).map(\.figure.points).filter { $0.count == 2 }
        #expect(letters.map(\.string) == ["N", "E"] && shafts.count == 2)
        for (shaft, target) in zip(shafts, [offset(field.centre, 0.01, 0), offset(field.centre, 0.01, 90)]) {
            let (here, there) = (try #require(field.pixel(field.centre)), try #require(field.pixel(target)))
            let wanted = atan2(there.y - here.y, there.x - here.x)
            let drawn = atan2(shaft[1].y - shaft[0].y, shaft[1].x - shaft[0].x)
            #expect(abs((drawn - wanted).remainder(dividingBy: 2 * .pi)) < 0.001)
        }
    }

    @Test(arguments: [0.003, 0.2, 5.0, 40, 100])
    func scaleBarIsTrueAtTheCentre(degrees: Double) throws {
        let field = try MadeField.tan(ra: 120, dec: 40, degrees: degrees)
        let drawing = Drawing(ScaleBarLayer(), on: field)
        let text = try #require(drawing.texts(.scaleBar).first?.string)
        let bar = try #require(drawing.marks(.scaleBar).map(\.figure.points).first { $0.count == 2 && $0[0].y == $0[1].y })
        let half = (bar[1].x - bar[0].x) / 2
        let centre = field.bounds.centre
        let ends = try field.wcs.sky([PixelPoint(x: centre.x - half, y: centre.y), PixelPoint(x: centre.x + half, y: centre.y)])
        let angle = try #require(ends[0]).separation(to: try #require(ends[1]))
        let unit = try #require(["°": 1.0, "′": 60, "″": 3600][String(text.suffix(1))])
        let named = try #require(Double(text.dropLast())) / unit
        #expect(abs(angle / named - 1) < 1e-6, "\(text) is \(angle)°")
        #expect(half * 2 > field.bounds.width / 20)
    }

    @Test func scaleBarOfTheWholeSky() throws {
        let drawing = Drawing(ScaleBarLayer(), on: try MadeField.whole("AIT"))
        #expect(drawing.texts(.scaleBar).map(\.string) == ["60°"])
    }

    @Test func platesKeepClearOfEachOther() throws {
        let field = try MadeField.tan(ra: 83.8, dec: -5.4, degrees: 3, turned: 20)
        let drawing = Drawing(
            TitleLayer("Orion"), InfoBoxLayer(InfoRow.rows(for: field)), CompassLayer(), ScaleBarLayer(), on: field)
        let boxes = drawing.layers.flatMap { $0.texts.map(\.box) }
        for (index, box) in boxes.enumerated() {
            #expect(field.bounds.contains(box))
            #expect(!boxes[(index + 1)...].contains { $0.overlaps(box) })
        }
        let info = drawing.texts(.info).map(\.string)
        #expect(info.contains("05h 35m 12s  −05° 24′ 00″"))
        #expect(info.contains("20.0° left of up"), "\(info)")
    }

    @Test func solverStarsCarryTheirBand() throws {
        let field = try MadeField.tan(ra: 10, dec: 0, degrees: 3)
        let stars = [
            SolverStar(position: SkyPosition(ra: 10, dec: 0), magnitude: 6.42, band: .v, pixel: PixelPoint(x: 750, y: 500)),
            SolverStar(position: SkyPosition(ra: 10.5, dec: 0), magnitude: 9.87, band: .vt, pixel: PixelPoint(x: 500, y: 500)),
            SolverStar(position: SkyPosition(ra: 10.5, dec: 0.2), magnitude: nil, band: .vt, pixel: PixelPoint(x: 500, y: 400)),
        ]
        let drawing = Drawing(SolverStarLayer(stars), on: field)
        #expect(drawing.texts(.stars).map(\.string) == ["6.4", "VT 9.9"])
        #expect(drawing.objects.count == 3)
    }
}
