import Annotation
import Catalogs
import Foundation
import Sky
import Testing
import WCS

@Suite struct DeepSkyLayerTests {
    private func drawing(_ object: DeepSkyObject, in field: Field) -> Drawing {
        Drawing(DeepSkyLayer(FewObjects(deepSky: [object])), on: field)
    }

    /// The ends of the axes are those that a step along the great circle from the centre gives.
    @Test(arguments: [(0.0, false), (63.0, false), (-140.0, true)])
    func outlinesAreTrue(turn: Double, mirrored: Bool) throws {
        let field = try MadeField.tan(ra: 10.7, dec: 41.3, degrees: 2.4, width: 1200, height: 800, turned: turn, mirrored: mirrored)
        for (major, minor, angle) in [(6.0, 2.0, 35.0), (20, 20, 0), (40, 7, 121), (178, 63, 35)] {
            let centre = SkyPosition(ra: 10.9, dec: 41.1)
            let object = DeepSkyObject(
                kind: .galaxy, position: centre, names: ["M 31"], magnitude: 4, majorAxis: major, minorAxis: minor,
                positionAngle: angle)
            let outline = drawing(object, in: field).marks(.deepSky).map(\.figure)
            for (turn, half) in [(0.0, major), (180, major), (90, minor), (270, minor)] {
                let end = try #require(field.pixel(offset(centre, half / 120, angle + turn)))
                guard field.bounds.contains(end) else { continue }
                let distance = outline.map { $0.distance(to: end) }.min() ?? .infinity
                #expect(distance < 0.3, "axes \(major)′ × \(minor)′ at \(turn)°: \(distance) px off")
            }
        }
    }

    @Test func tinyObjectsCanBeSeen() throws {
        let field = try MadeField.tan(ra: 10, dec: 0, degrees: 12, width: 1200, height: 800)
        let galaxy = DeepSkyObject(
            kind: .galaxy, position: SkyPosition(ra: 10, dec: 0), names: ["NGC 1"], magnitude: 9, majorAxis: 0.5,
            minorAxis: 0.3, positionAngle: 20)
        let drawn = drawing(galaxy, in: field)
        guard case .ellipse(_, let semiMajor, _, _) = drawn.marks(.deepSky).first?.figure else {
            Issue.record("no ellipse")
            return
        }
        #expect(semiMajor >= 4)
        #expect(drawn.objects[0].radius < 0.5, "what is listed is the true size")
        #expect(drawn.objects[0].type == "ngc")
    }

    @Test func whatReachesInIsListed() throws {
        let field = try MadeField.tan(ra: 10, dec: 0, degrees: 1.2, width: 1200, height: 800)
        // 0.6° wide to either side; the object's centre is 0.2° outside and reaches in by 0.3°.
        let nebula = DeepSkyObject(
            kind: .nebula, position: SkyPosition(ra: 10.8, dec: 0), names: ["NGC 2"], magnitude: 5, majorAxis: 60)
        let far = DeepSkyObject(
            kind: .nebula, position: SkyPosition(ra: 11.2, dec: 0), names: ["NGC 3"], magnitude: 5, majorAxis: 60)
        let drawn = drawing(nebula, in: field)
        #expect(drawn.objects.map(\.names) == [["NGC 2"]])
        #expect(drawn.objects[0].pixel.x < 0)
        #expect(abs(drawn.objects[0].radius - 500) < 1)
        #expect(drawn.texts(.deepSky).map(\.string) == ["NGC 2"])
        #expect(drawing(far, in: field).objects.isEmpty)
    }

    /// What fills the whole picture has no outline in it, but a name.
    @Test func whatFillsThePictureIsNamed() throws {
        let field = try MadeField.tan(ra: 10, dec: 0, degrees: 0.5)
        let cluster = DeepSkyObject(
            kind: .openCluster, position: SkyPosition(ra: 10.05, dec: 0.02), names: ["M 44"], magnitude: 3, majorAxis: 95)
        let star = ListedStar(position: cluster.position, magnitude: 6, hd: 7)
        let catalog = FewObjects(deepSky: [cluster], stars: [star])
        let drawing = Drawing(DeepSkyLayer(catalog), NamedStarLayer(catalog), on: field)
        #expect(drawing.texts(.deepSky).map(\.string) == ["M 44"])
        #expect(drawing.marks(.deepSky).isEmpty && drawing.dropped.isEmpty)
    }

    @Test func wideFieldsAreNotFlooded() throws {
        let field = try MadeField.tan(ra: 180, dec: 10, degrees: 60, width: 1200, height: 800)
        var objects: [DeepSkyObject] = []
        for index in 0..<5000 {
            let position = SkyPosition(ra: 150 + Double(index % 100) * 0.6, dec: -9 + Double(index / 100) * 0.8)
            objects.append(
                DeepSkyObject(
                    kind: .galaxy, position: position, names: ["NGC \(index)"], magnitude: 8 + Double(index % 80) / 10,
                    majorAxis: 2))
        }
        objects.append(
            DeepSkyObject(kind: .galaxy, position: SkyPosition(ra: 180, dec: 10), names: ["M 200"], magnitude: 11, majorAxis: 2))
        let usual = Drawing(DeepSkyLayer(FewObjects(deepSky: objects)), on: field)
        #expect(usual.objects.count <= 120)
        #expect(usual.objects.contains { $0.names == ["M 200"] }, "Messier's objects are shown in any case")
        let asked = Drawing(DeepSkyLayer(FewObjects(deepSky: objects), magnitudeLimit: 12), on: field)
        #expect(asked.objects.count > usual.objects.count)
        #expect(asked.objects.allSatisfy { ($0.magnitude ?? 0) <= 12 })
    }

    @Test func legendNamesWhatIsDrawn() throws {
        let field = try MadeField.tan(ra: 10, dec: 0, degrees: 1.2, width: 1200, height: 800)
        let nebula = DeepSkyObject(
            kind: .planetaryNebula, position: SkyPosition(ra: 10, dec: 0), names: ["NGC 4"], magnitude: 9, majorAxis: 1)
        let drawn = Drawing(DeepSkyLayer(FewObjects(deepSky: [nebula])), LegendLayer(), on: field)
        #expect(drawn.texts(.legend).map(\.string) == ["planetary nebulae"])
        #expect(Drawing(LegendLayer(), on: field).marks(.legend).isEmpty, "nothing drawn, nothing to explain")
    }
}
