import Annotation
import Catalogs
import Foundation
import Sky
import Testing
import WCS

@Suite struct ConstellationLayerTests {
    private static func box(_ ra: ClosedRange<Double>, _ dec: ClosedRange<Double>) -> [SkyPosition] {
        let (west, east, south, north) = (ra.lowerBound, ra.upperBound, dec.lowerBound, dec.upperBound)
        return [(west, south), (east, south), (east, north), (west, north)].map { SkyPosition(ra: $0.0, dec: $0.1) }
    }

    private let catalog = FewObjects(constellations: [
        Constellation(
            abbreviation: "Lef", name: "Left", lines: [[SkyPosition(ra: 52, dec: 0), SkyPosition(ra: 58, dec: 3)]],
            boundaries: [box(50...60, -8...8)], middle: SkyPosition(ra: 56, dec: -2)),
        Constellation(
            abbreviation: "Rig", name: "Right", lines: [[SkyPosition(ra: 47, dec: 0), SkyPosition(ra: 43, dec: 2)]],
            boundaries: [box(40...50, -8...8)], middle: SkyPosition(ra: 45, dec: 2)),
        Constellation(
            abbreviation: "Far", name: "Far away", lines: [[SkyPosition(ra: 230, dec: 0), SkyPosition(ra: 235, dec: 2)]],
            boundaries: [box(220...240, -8...8)], middle: SkyPosition(ra: 230, dec: 2)),
    ])

    @Test func linesEndBeforeTheStars() throws {
        let field = try MadeField.tan(ra: 50, dec: 0, degrees: 24)
        let drawing = Drawing(ConstellationLayer(catalog), on: field)
        let lines = drawing.marks(.constellations).filter { $0.title != nil }
        #expect(lines.count == 2)
        for constellation in catalog.constellations.prefix(2) {
            for star in constellation.lines[0] {
                let pixel = try #require(field.pixel(star))
                let nearest = lines.map { $0.figure.distance(to: pixel) }.min() ?? 0
                #expect(abs(nearest - 8 * field.unit) < 0.1, "\(nearest)")
            }
        }
    }

    @Test func sharedSidesAreDrawnOnce() throws {
        let field = try MadeField.tan(ra: 50, dec: 0, degrees: 30)
        let drawing = Drawing(ConstellationLayer(catalog), on: field)
        let shared = try #require(field.pixel(SkyPosition(ra: 50, dec: 1)))
        let covering = drawing.marks(.boundaries).flatMap { zip($0.figure.points, $0.figure.points.dropFirst()) }
            .filter { Figure.path([$0, $1], closed: false).distance(to: shared) < 0.2 }
        #expect(covering.count == 1)
        #expect(Drawing(ConstellationLayer(catalog, boundaries: false), on: field).marks(.boundaries).isEmpty)
    }

    @Test func namesStandInTheirConstellation() throws {
        let field = try MadeField.tan(ra: 50, dec: 0, degrees: 24)
        let texts = Drawing(ConstellationLayer(catalog), on: field).texts(.constellations)
        #expect(texts.map { $0.title ?? "" }.sorted() == ["Left", "Right"])
        for text in texts {
            let sky = try field.wcs.sky(text.box.centre)
            #expect((sky.ra > 50) == (text.title == "Left"))
        }
        // Small fields within one constellation are pictures of something else.
        #expect(Drawing(ConstellationLayer(catalog), on: try MadeField.tan(ra: 55, dec: 0, degrees: 1)).texts(.constellations).isEmpty)
    }

    @Test func starsAreNamedByWhatPeopleCallThem() throws {
        let field = try MadeField.tan(ra: 50, dec: 0, degrees: 2)
        let stars = [
            ListedStar(position: SkyPosition(ra: 50.1, dec: 0.1), magnitude: 2, name: "Named", designation: "α Lef", hd: 1),
            ListedStar(position: SkyPosition(ra: 49.8, dec: 0.3), magnitude: 4, designation: "π³ Lef", hd: 2),
            ListedStar(position: SkyPosition(ra: 50.4, dec: -0.3), magnitude: 6, hd: 3),
            ListedStar(position: SkyPosition(ra: 50.2, dec: -0.2), magnitude: 3),
            ListedStar(position: SkyPosition(ra: 53, dec: 0), magnitude: 1, name: "Outside"),
        ]
        let drawing = Drawing(NamedStarLayer(FewObjects(stars: stars)), on: field)
        #expect(Set(drawing.texts(.namedStars).map(\.string)) == ["Named", "π³ Lef", "HD 3"])
        #expect(drawing.objects.map(\.type) == ["bright", "bright", "hd"])
        #expect(drawing.objects.first?.names == ["Named", "α Lef", "HD 1"])
        let bright = Drawing(NamedStarLayer(FewObjects(stars: stars), magnitudeLimit: 3), on: field)
        #expect(bright.texts(.namedStars).map(\.string) == ["Named"])
    }
}
