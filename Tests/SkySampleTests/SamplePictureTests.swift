import Foundation
import Raster
import SkySample
import Testing

@Suite(.enabled(if: Sample.hasIndex, "needs Debian's astrometry-data-tycho2"))
struct SamplePictureTests {
    /// The upright picture shows each listed star where the truth says, however its pixels are stored. Tolerance: noise and
    /// neighbours leave some 0.1 px.
    @Test(arguments: 1...8)
    func starsAreWhereTheTruthSays(orientation: Int) throws {
        var request = Sample.request(ra: 150, dec: 40, field: 12)
        request.orientation = orientation
        request.rotation = 20
        for ending in ["jpg", "tif"] {
            try Sample.with(request, as: ending) { truth, path in
                let facts = try RasterReader.facts(path: path, format: ending == "jpg" ? .jpeg : .tiff)
                #expect(facts.orientation.rawValue == orientation)
                #expect((facts.size.width, facts.size.height) == (truth.storedWidth, truth.storedHeight))
                let picture = try RasterReader.decode(path: path, facts: facts, to: .u8).oriented(facts.orientation).luminance()
                #expect((picture.width, picture.height) == (600, 400))
                let offsets = truth.stars.compactMap { offset(of: $0, in: picture) }.sorted()
                try #require(offsets.count > 20)
                #expect(offsets[offsets.count / 2] < 0.1, "\(ending) \(orientation): median \(offsets[offsets.count / 2]) px")
            }
        }
    }

    /// Distance of the light's centre from the star's true place; nil where it does not stand out.
    private func offset(of star: SampleTruth.Star, in picture: PixelBuffer) -> Double? {
        let (cx, cy) = (Int(star.x.rounded()), Int(star.y.rounded()))
        var around: [Double] = []
        for y in cy - 6...cy + 6 {
            let row: UnsafeMutableBufferPointer<UInt8> = picture.row(y)
            for x in cx - 6...cx + 6 { around.append(Double(row[x])) }
        }
        let sky = around.sorted()[around.count / 2]
        var (sum, sx, sy) = (0.0, 0.0, 0.0)
        for y in cy - 3...cy + 3 {
            let row: UnsafeMutableBufferPointer<UInt8> = picture.row(y)
            for x in cx - 3...cx + 3 {
                let light = Double(row[x]) - sky
                guard light > 6 else { continue }
                (sum, sx, sy) = (sum + light, sx + light * Double(x), sy + light * Double(y))
            }
        }
        guard sum > 200 else { return nil }
        return hypot(sx / sum - star.x, sy / sum - star.y)
    }

    @Test func sameSeedSamePicture() throws {
        var request = Sample.request(ra: 10, dec: 10, field: 8, width: 300, height: 200)
        let first = try Sample.with(request, as: "png") { _, path in try Data(contentsOf: URL(fileURLWithPath: path)) }
        let again = try Sample.with(request, as: "png") { _, path in try Data(contentsOf: URL(fileURLWithPath: path)) }
        request.seed = 2
        let other = try Sample.with(request, as: "png") { _, path in try Data(contentsOf: URL(fileURLWithPath: path)) }
        #expect(first == again)
        #expect(first != other)
    }

    @Test(arguments: [("png", 8), ("png", 16), ("tif", 16), ("jpg", 8)])
    func formats(ending: String, depth: Int) throws {
        var request = Sample.request(ra: 10, dec: 10, field: 8, width: 130, height: 70)
        request.depth = depth
        try Sample.with(request, as: ending) { truth, path in
            let format = try #require(try RasterReader.sniff(path: path))
            let facts = try RasterReader.facts(path: path, format: format)
            #expect(facts.bitsPerSample == depth && facts.channels == 3)
            #expect((truth.depth, truth.channels) == (depth, 3))
            try RasterReader.checkComplete(path: path, facts: facts)
        }
    }
}
