import Catalogs
import Foundation
import KStarsData
import Sky
import Testing

@Suite struct KStarsFolderTests {
    @Test func readsStars() throws {
        let (contents, report) = try TestFolder().read()
        #expect(contents.stars.count == 6 && report.stars == 6 && report.withHD == 3)
        let sirius = contents.stars[0]
        #expect(sirius.position.separation(to: SkyPosition(ra: 101.287167, dec: -16.716111)) < 1e-5)
        #expect((sirius.name, sirius.designation, sirius.magnitude, sirius.colour) == ("Sirius", "α CMa", -1.44, 0.01))
        #expect(sirius.properMotion == (-546.0, -1223.1))
        // Its number comes from a position of 1991.25, 11″ away.
        #expect(sirius.hd == 48915)
        #expect(contents.stars.map(\.designation) == ["α CMa", "π³ Ori", "α Ori", nil, "51 And", nil])
        #expect(contents.stars.map(\.name) == ["Sirius", "Tabit", "Betelgeuse", nil, "Errai", nil])
        #expect(contents.stars[5].position.dec < 0 && contents.stars[5].colour == -0.23)
    }

    @Test func readsDeepSkyObjects() throws {
        let (contents, report) = try TestFolder().read()
        let objects = Dictionary(uniqueKeysWithValues: contents.deepSky.map { ($0.names[0], $0) })
        #expect(Set(objects.keys) == ["M 31", "M 40", "M 73", "NGC 281", "NGC 3372", "NGC 1909"])
        // What is not there, and what is the same as another.
        #expect(report.deepSky == 6 && report.leftOut == 2)
        let galaxy = try #require(objects["M 31"])
        #expect(galaxy.names == ["M 31", "NGC 224", "Andromeda Galaxy", "UGC 454", "PGC 2557"])
        #expect((galaxy.magnitude, galaxy.majorAxis, galaxy.minorAxis, galaxy.positionAngle) == (4.36, 177.83, 69.66, 35))
        #expect(objects["NGC 281"]?.names == ["NGC 281", "IC 11"])
        #expect(objects["NGC 3372"]?.names == ["NGC 3372", "Carina Nebula", "η Car Nebula"])
        #expect(abs((objects["M 40"]?.majorAxis ?? 0) - 49.0 / 60) < 1e-9 && objects["M 40"]?.kind == .star)
        #expect(objects["M 73"]?.kind == .asterism)
        // Axes the wrong way round are turned; text in place of a number is no number.
        let witch = try #require(objects["NGC 1909"])
        #expect((witch.majorAxis, witch.minorAxis, witch.positionAngle, witch.magnitude) == (180, 60, 100, nil))
        #expect(witch.names == ["NGC 1909", "Witch Head Nebula"])
    }

    @Test func readsConstellations() throws {
        let (contents, report) = try TestFolder().read()
        #expect(contents.constellations.count == 88)
        let all = Dictionary(uniqueKeysWithValues: contents.constellations.map { ($0.abbreviation, $0) })
        #expect(all["Ori"]?.lines.map(\.count) == [2, 2] && all["CMa"]?.lines.map(\.count) == [2] && all["And"]?.lines == [])
        #expect(report.missingFigureStars == [12345])
        #expect(all["Ser"]?.boundaries.count == 2)
        for constellation in contents.constellations {
            for boundary in constellation.boundaries { #expect(boundary.first == boundary.last) }
        }
        let pole = SkyPosition(ra: 0, dec: 90).unitVector
        let bear = try #require(all["UMi"]?.boundaries.first)
        #expect(SphericalPolygon(bear.map(\.unitVector)).contains(pole))
        #expect(bear.allSatisfy { $0.dec < 86 })
    }

    @Test func saysWhereDataComeFrom() throws {
        let sources = try TestFolder().read().contents.sources
        #expect(sources.map(\.license) == ["GPL-2.0-or-later", "CC-BY-SA-4.0"])
        #expect(sources[1].version == "v7, as in a test" && sources[1].date == "2021-07-05")
        #expect(sources[1].url == "https://example.org/tag/v7" && sources[0].date.count == 10)
    }

    @Test func isFoundInAnUnpackedPackage() throws {
        let folder = try TestFolder()
        let root = folder.path + "/x"
        try FileManager.default.createDirectory(atPath: root + "/usr/share", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: root + "/usr/share/kstars", withDestinationPath: folder.path)
        #expect(try KStarsFolder(path: root).path == root + "/usr/share/kstars")
        #expect(throws: KStarsError.self) { try KStarsFolder(path: root + "/nowhere") }
    }

    @Test(arguments: [
        "stars.dat", "namedstars.dat", "unnamedstars.dat", "clines.dat", "cbounds.dat", "cnames.dat", "OpenNGC.kscat",
    ])
    func namesTheFileThatIsMissingOrEmpty(file: String) throws {
        let folder = try TestFolder()
        func message() -> String {
            do {
                _ = try folder.read()
                return "read"
            } catch { return "\(error)" }
        }
        try folder.write([], to: file)
        #expect(message().contains(file), "\(message())")
        try FileManager.default.removeItem(atPath: folder.path + "/" + file)
        #expect(message().contains(file) && message().contains(file == "stars.dat" ? "no stars.dat" : "missing"), "\(message())")
    }

    @Test(arguments: [
        ("stars.dat", "064508.92", "254508.92", "stars.dat, line 2"), ("stars.dat", "-164258.0", "-964258.0", "line 2"),
        ("stars.dat", " -1.44", " nan  ", "line 2"), ("stars.dat", "+065740.6", " 065740.6", "line 3"),
        ("clines.dat", "D 39801", "D 3980x", "clines.dat, line 5"), ("cbounds.dat", ":Orion", ":Orient", "boundary of Orion"),
        ("cbounds.dat", "0.1   -60.0 1", "0.1   -99.0 1", "cbounds.dat, line 3"),
        ("cnames.dat", "054000", "05xx00", "cnames.dat, line 2"),
    ])
    func namesTheLineThatIsWrong(file: String, text: String, replacement: String, wanted: String) throws {
        let folder = try TestFolder()
        let before = String(decoding: try folder.bytes(file), as: UTF8.self)
        let after = before.replacingOccurrences(of: text, with: replacement)
        #expect(before != after)
        try folder.write(after, to: file)
        let error = #expect(throws: KStarsError.self) { try folder.read() }
        #expect(error?.description.contains(wanted) == true, "\(error?.description ?? "")")
    }

    /// Bytes changed, cut and doubled at random: read or refused, never a crash, and what is read can be written.
    @Test(arguments: ["stars.dat", "namedstars.dat", "clines.dat", "cbounds.dat", "cnames.dat", "OpenNGC.kscat"])
    func survivesDamage(file: String) throws {
        let folder = try TestFolder()
        let whole = try folder.bytes(file)
        var random = Seeded(UInt64(file.utf8.count))
        var refused = 0
        for round in 0..<60 {
            var damaged = whole
            switch round % 3 {
            case 0: damaged = Array(whole.prefix(Int.random(in: 0..<whole.count, using: &random)))
            case 1:
                for _ in 0..<Int.random(in: 1...20, using: &random) {
                    damaged[Int.random(in: 0..<damaged.count, using: &random)] = .random(in: 0...255, using: &random)
                }
            default:
                let start = Int.random(in: 0..<whole.count, using: &random)
                damaged.insert(contentsOf: whole[start..<min(whole.count, start + 99)], at: start / 2)
            }
            try folder.write(damaged, to: file)
            do {
                try CatalogWriter.write(try folder.read().contents, to: folder.path + "/sky.catalog")
                _ = try CatalogFile(path: folder.path + "/sky.catalog")
            } catch is KStarsError { refused += 1 }
        }
        #expect(refused > 8)
    }
}

/// The same numbers every time (splitmix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
