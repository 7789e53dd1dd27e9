import FITS
import Foundation
import SkySample
import Testing

@Suite(.enabled(if: Sample.hasIndex, "needs Debian's astrometry-data-tycho2"))
struct SampleStarsTests {
    @Test func missingAndFalseStars() throws {
        var request = Sample.request(ra: 83, dec: 0, field: 20)
        let all = try Sample.truth(request)
        #expect(all.missingStars == 0 && all.falseStars == 0 && all.listedStars > 200)
        request.missing = 30
        request.falseStars = 50
        let some = try Sample.truth(request)
        #expect(some.listedStars == all.listedStars)
        #expect(abs(Double(some.missingStars) / Double(all.listedStars) - 0.3) < 0.1)
        #expect(abs(Double(some.falseStars) / Double(all.listedStars) - 0.5) < 0.01)
    }

    /// A narrow field shows far more stars than the index lists, and more of them in the Milky Way than at its pole.
    @Test func unlistedStarsAtRealisticCounts() throws {
        let narrow = try Sample.truth(Sample.request(ra: 192, dec: 27, field: 1))
        #expect(narrow.unlistedStars > 3 * narrow.listedStars, "\(narrow.unlistedStars) and \(narrow.listedStars) listed")
        // Both fields are kept to the same number of visible stars, so the Milky Way's is less deep.
        let crowded = try Sample.truth(Sample.request(ra: 290, dec: 10, field: 1))
        #expect(crowded.limitingMagnitude < narrow.limitingMagnitude - 1)
    }

    /// FITS rows run upwards, and the file says nothing of its position: solving it is no reading.
    @Test func fitsIsBlind() throws {
        var request = Sample.request(ra: 83, dec: 0, field: 20, width: 120, height: 80)
        request.depth = 16
        try Sample.with(request, as: "fits") { truth, path in
            let info = try FITSImageReader(path: path).info
            #expect((info.width, info.height, info.planes, info.bitpix) == (120, 80, 1, 16))
            #expect(info.header.double("CRVAL1") == nil && info.header.string("CTYPE1") == nil)
            #expect(truth.bottomUp && truth.parity == -1)
        }
    }

    @Test func truthSurvivesJSON() throws {
        let truth = try Sample.truth(Sample.request(ra: 83, dec: 0, field: 20, width: 120, height: 80))
        #expect(try JSONDecoder().decode(SampleTruth.self, from: JSONEncoder().encode(truth)) == truth)
        #expect(truth.cards.allSatisfy { $0.utf8.count == 80 })
        #expect(truth.grid.count == 81 && truth.corners.count == 4)
    }
}
