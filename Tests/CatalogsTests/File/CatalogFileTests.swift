import Catalogs
import Foundation
import Sky
import Testing

@Suite struct CatalogFileTests {
    @Test func givesBackWhatWasWritten() throws {
        let folder = try TestCatalog()
        let file = try folder.write(.small)
        #expect((file.starCount, file.deepSkyCount) == (6, 3))
        #expect(file.sources == CatalogContents.small.sources)

        let stars = file.stars(within: 180, of: SkyPosition(ra: 0, dec: 0), brighterThan: 99)
        #expect(stars.map(\.magnitude) == [-1.44, -0.01, 0.45, 3.19, 5.45, 7])
        let sirius = stars[0]
        #expect((sirius.name, sirius.designation, sirius.hd, sirius.colour) == ("Sirius", "α CMa", 48915, 0.01))
        #expect(sirius.properMotion == (-546.0, -1223.1))
        #expect(stars[1].name == nil && stars[1].hd == nil && stars[1].colour == nil)
        for star in CatalogContents.small.stars {
            // 360°/2³² is 0.0003″.
            #expect(stars.contains { $0.position.separation(to: star.position) * 3600 < 0.0005 && $0.hd == star.hd })
        }

        let objects = file.deepSky(within: 180, of: SkyPosition(ra: 0, dec: 0))
        #expect(objects.map { $0.names.first } == ["M 31", "IC 434", "NGC 40"])
        #expect(objects[0].names == ["M 31", "NGC 224", "Andromeda Galaxy"] && objects[0].kind == .galaxy)
        #expect((objects[0].majorAxis, objects[0].minorAxis, objects[0].positionAngle) == (177.83, 69.66, 35))
        #expect(objects[1].magnitude == nil && objects[1].majorAxis == nil)

        #expect(file.constellations.map(\.name) == ["Orion", "Andromeda"])
        #expect(file.constellations[0].lines.map(\.count) == [2] && file.constellations[0].boundaries.map(\.count) == [3])
        #expect(file.constellations[0].middle.separation(to: SkyPosition(ra: 81, dec: 3)) < 1e-6)
    }

    @Test func holdsNothingAtAll() throws {
        let file = try TestCatalog().write(CatalogContents())
        #expect(file.stars(within: 180, of: SkyPosition(ra: 0, dec: 0), brighterThan: 99).isEmpty)
        #expect(file.deepSky(within: 180, of: SkyPosition(ra: 0, dec: 0)).isEmpty)
        #expect(file.constellations.isEmpty && file.search(name: "Vega").isEmpty)
    }

    /// Against trying every star, at the poles, across RA 0h and anywhere.
    @Test func findsTheStarsOfACircle() throws {
        var random = Seeded(1)
        let stars = (0..<5000).map { _ in
            ListedStar(position: random.position(), magnitude: (Double.random(in: -1...9, using: &random) * 100).rounded() / 100)
        }
        let folder = try TestCatalog()
        let file = try folder.write(CatalogContents(stars: stars))
        let edges = [(0.0, 90.0), (0, -90), (0, 0), (359.9999, 40), (0.0001, -70), (180, 89.9), (12, -89.5)]
        let centres = edges.map { SkyPosition(ra: $0.0, dec: $0.1) } + (0..<200).map { _ in random.position() }
        for centre in centres {
            let radii = [0.5, 3, 12, 40, 89, 90, 91, 150, 180]
            let radius: Double = radii.randomElement(using: &random) ?? 1
            let limit = Double.random(in: -2...10, using: &random)
            let wanted: [ListedStar] = stars.filter { $0.magnitude <= limit && $0.position.separation(to: centre) <= radius }
            let got = file.stars(within: radius, of: centre, brighterThan: limit)
            #expect(got.count == wanted.count, "\(radius)° round \(centre) to \(limit)")
            #expect(got.map(\.magnitude) == wanted.map(\.magnitude).sorted())
        }
    }

    @Test func findsObjectsWhoseOutlineReachesIn() throws {
        var random = Seeded(2)
        let objects = (0..<3000).map { number in
            DeepSkyObject(
                kind: .galaxy, position: random.position(), names: ["NGC \(number)"],
                majorAxis: number % 3 == 0 ? nil : Double.random(in: 0.1...600, using: &random))
        }
        let file = try TestCatalog().write(CatalogContents(deepSky: objects))
        for _ in 0..<200 {
            let (centre, radius) = (random.position(), Double.random(in: 0...30, using: &random))
            let wanted = objects.filter { $0.position.separation(to: centre) <= radius + ($0.majorAxis ?? 0) / 120 }
            #expect(Set(file.deepSky(within: radius, of: centre).map(\.names)) == Set(wanted.map(\.names)))
        }
    }

    @Test func putsBrightObjectsFirstAndUnknownOnesLast() throws {
        let magnitudes: [Double?] = [12, nil, 3, 8, nil, -1]
        let objects = magnitudes.enumerated().map {
            DeepSkyObject(kind: .other, position: SkyPosition(ra: 10, dec: Double($0)), names: ["\($0)"], magnitude: $1)
        }
        let file = try TestCatalog().write(CatalogContents(deepSky: objects))
        let found = file.deepSky(within: 20, of: SkyPosition(ra: 10, dec: 0))
        #expect(found.map(\.magnitude) == [-1, 3, 8, 12, nil, nil])
    }

    @Test func answersSenselessQuestionsWithNothing() throws {
        let file = try TestCatalog().write(.small)
        let (here, nowhere) = (SkyPosition(ra: 100, dec: 0), SkyPosition(ra: .nan, dec: .infinity))
        for radius: Double in [-1, .nan, -.infinity] {
            #expect(file.stars(within: radius, of: here, brighterThan: 10).isEmpty)
            #expect(file.deepSky(within: radius, of: here).isEmpty)
        }
        #expect(file.stars(within: 180, of: nowhere, brighterThan: 10).isEmpty)
        #expect(file.deepSky(within: 180, of: nowhere).isEmpty)
        #expect(file.stars(within: 180, of: here, brighterThan: .nan).isEmpty)
        #expect(file.stars(within: .infinity, of: here, brighterThan: .infinity).count == 6)
    }

    @Test func canBeRenewedWhileItIsRead() throws {
        let folder = try TestCatalog()
        let old = try folder.write(.small)
        let new = try folder.write(CatalogContents())
        #expect(old.search(name: "Sirius").count == 1 && new.starCount == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.folder.path) == ["sky.catalog"])
    }

    @Test func keepsWhatWasThereWhenWritingFails() throws {
        let folder = try TestCatalog()
        #expect(throws: CatalogError.self) {
            try CatalogWriter.write(.small, to: folder.folder.path + "/no such folder/sky.catalog")
        }
        // A folder in the file's place cannot be replaced.
        try FileManager.default.createDirectory(atPath: folder.path + "/x", withIntermediateDirectories: true)
        #expect(throws: CatalogError.self) { try CatalogWriter.write(.small, to: folder.path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.folder.path) == ["sky.catalog"])
    }
}
