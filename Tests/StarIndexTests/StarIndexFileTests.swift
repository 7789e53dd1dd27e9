import Foundation
import Sky
import StarIndex
import Testing

@Suite(.enabled(if: Fixture.folder != nil, "needs Debian's astrometry-data-tycho2"))
struct StarIndexFileTests {
    /// The numbers that Debian's index 19 states in its headers (package astrometry-data-tycho2 2-1).
    @Test func headerFacts() throws {
        let info = try StarIndexFile(path: Fixture.path("19")).info
        #expect(info.name == "index-tycho2-19.littleendian")
        #expect((info.stars, info.quads, info.dimquads) == (1080, 1728, 3))
        #expect(info.identifier == 4119)
        #expect(abs(info.scaleLow - 1400) < 0.01 && abs(info.scaleHigh - 2000) < 0.01)
        #expect(info.healpix == nil)
        #expect(info.byteOrderNative)
    }

    /// The brightest star kept is V_T 0.137 (Capella), as the description of the files states; positions from SIMBAD, ICRS J2000.
    @Test func brightStarsWhereTheyAre() throws {
        let file = try StarIndexFile(path: Fixture.path("19"))
        let brightest = try #require(file.allStars.min { $0.magnitude < $1.magnitude })
        #expect(abs(brightest.magnitude - 0.137) < 0.01)
        for (name, ra, dec) in [("Betelgeuse", 88.792939, 7.407064), ("Regulus", 152.092962, 11.967209)] {
            let near = file.stars(within: 5.0 / 3600, of: SkyPosition(ra: ra, dec: dec))
            #expect(near.count == 1, "\(name)")
            #expect(near.allSatisfy { $0.magnitude < 1.6 }, "\(name): \(near.map(\.magnitude))")
        }
    }

    @Test(arguments: ["10", "14", "19"])
    func conesHoldWhatASearchThroughAllStarsFinds(name: String) throws {
        let file = try StarIndexFile(path: Fixture.path(name))
        let all = file.allStars
        #expect(all.count == file.info.stars)
        #expect(all.allSatisfy { abs($0.position.dot($0.position) - 1) < 1e-12 && $0.magnitude.isFinite })
        for (ra, dec, radius) in [
            (0.0, 0.0, 10.0), (359.9, -30, 3), (123, 90, 8), (77, -90, 20), (200, 45, 0), (83, -5, 60), (10, 10, 120),
            (10, 10, 180),
            (10, 10, 179.9),
        ] {
            let centre = SkyPosition(ra: ra, dec: dec)
            let expected = all.filter { degrees($0.position.angle(to: centre.unitVector)) <= radius }
            let got = file.stars(within: radius, of: centre)
            #expect(Set(got) == Set(expected), "\(radius)° about \(ra), \(dec): \(got.count), not \(expected.count)")
        }
    }

    @Test func magnitudeLimit() throws {
        let file = try StarIndexFile(path: Fixture.path("14"))
        let centre = SkyPosition(ra: 83, dec: -5)
        let bright = file.stars(within: 30, of: centre, limit: 4)
        #expect(!bright.isEmpty && bright.allSatisfy { $0.magnitude <= 4 })
        #expect(Set(bright) == Set(file.stars(within: 30, of: centre).filter { $0.magnitude <= 4 }))
    }

    @Test(arguments: ["19", "14"])
    func otherByteOrderReadsTheSame(name: String) throws {
        let original = try StarIndexFile(path: Fixture.path(name))
        try TemporaryFile.with(Fixture.byteSwapped(Data(contentsOf: URL(fileURLWithPath: Fixture.path(name))))) { path in
            let swapped = try StarIndexFile(path: path)
            #expect(!swapped.info.byteOrderNative)
            #expect(swapped.allStars == original.allStars)
            let centre = SkyPosition(ra: 300, dec: 40)
            #expect(swapped.stars(within: 25, of: centre) == original.stars(within: 25, of: centre))
        }
    }

    /// Opening must not read the 140 MB of the largest file, and a small cone must not either.
    @Test(.enabled(if: Fixture.has("07"))) func quickOnTheLargestFile() throws {
        let clock = ContinuousClock()
        var found = 0
        let elapsed = try clock.measure {
            let file = try StarIndexFile(path: Fixture.path("07"))
            found = file.stars(within: 1, of: SkyPosition(ra: 83, dec: -5)).count
        }
        #expect(found > 50)
        #expect(elapsed < .milliseconds(200), "\(elapsed)")
    }
}
