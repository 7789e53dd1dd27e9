import Foundation
import Raster
import Testing

/// A JPEG that goes through in bands comes out as one that was decoded, changed and encoded as a whole.
@Suite struct JPEGPassageTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "passage-\(UUID().uuidString)")

    private func path(_ name: String) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.appending(path: name).path
    }

    /// Noise over a slope, in colour or grey.
    private func source(_ width: Int, _ height: Int, channels: Int, progressive: Bool) throws -> (String, PictureFacts) {
        let picture = PixelBuffer(size: PixelSize(width: width, height: height), channels: channels, sample: .u8)
        var state: UInt64 = 7
        let samples: UnsafeMutableBufferPointer<UInt8> = picture.samples()
        for index in samples.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            samples[index] = UInt8(truncatingIfNeeded: (state >> 59) &+ UInt64(index * 180 / samples.count))
        }
        let file = try path("source.jpg")
        try RasterWriter.jpeg(picture, quality: 90, path: file, progressive: progressive)
        return (file, try RasterReader.facts(path: file, format: .jpeg))
    }

    @Test(arguments: [(300, 700, 3, false), (301, 129, 3, true), (64, 128, 1, false), (17, 1, 3, false), (200, 512, 3, true)])
    func isTheSameAsTheWhole(width: Int, height: Int, channels: Int, progressive: Bool) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, facts) = try source(width, height, channels: channels, progressive: progressive)
        #expect(JPEGPassage.takes(facts))
        var rows = 0
        let out = try path("out.jpg")
        _ = try JPEGPassage.run(from: file, facts: facts, to: out, settings: OutputSettings(quality: 90)) { band, top in
            #expect(top == rows)
            let count = min(band.height, height - top)
            // A row of pure red at the middle of the picture.
            if (top..<top + count).contains(height / 2) {
                let row = band.rowPointer(height / 2 - top)
                for x in 0..<width { (row[4 * x], row[4 * x + 1], row[4 * x + 2]) = (0, 0, 255) }
            }
            rows += count
        }
        #expect(rows == height)

        let whole = CanvasBuffer.showing(try RasterReader.decode(path: file, facts: facts), orientation: .up)
        let row = whole.rowPointer(height / 2)
        for x in 0..<width { (row[4 * x], row[4 * x + 1], row[4 * x + 2]) = (0, 0, 255) }
        let other = try path("whole.jpg")
        try PictureOutput.write(whole, to: other, as: .jpeg, settings: OutputSettings(quality: 90))
        #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == Data(contentsOf: URL(fileURLWithPath: other)))
    }

    @Test func stopsWhenTheChangeFails() throws {
        struct Enough: Error {}
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, facts) = try source(200, 3000, channels: 3, progressive: false)
        for stop in [0, 1, 7] {
            var bands = 0
            #expect(throws: Enough.self) {
                _ = try JPEGPassage.run(from: file, facts: facts, to: try path("out.jpg"), settings: OutputSettings()) { _, _ in
                    if bands == stop { throw Enough() }
                    bands += 1
                }
            }
        }
    }

    @Test func aFileThatEndsEarlyIsRefusedOrBlackBelow() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, facts) = try source(400, 900, channels: 3, progressive: false)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        for part in [0.05, 0.3, 0.6, 0.95] {
            let cut = try path("cut.jpg")
            try bytes.prefix(Int(Double(bytes.count) * part)).write(to: URL(fileURLWithPath: cut))
            let out = try path("out.jpg")
            do {
                _ = try JPEGPassage.run(from: cut, facts: facts, to: out, settings: OutputSettings()) { _, _ in }
                #expect(try RasterReader.facts(path: out, format: .jpeg).size == facts.size)
            } catch let error as PictureError {
                #expect(error.code == .damaged || error.code == .truncated)
            }
        }
    }

    @Test func aPlaceThatCannotBeWrittenIsAnError() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, facts) = try source(100, 1000, channels: 3, progressive: false)
        for place in ["/dev/full", folder.path + "/none/out.jpg"] {
            #expect(throws: PictureError.self) {
                _ = try JPEGPassage.run(from: file, facts: facts, to: place, settings: OutputSettings()) { _, _ in }
            }
        }
    }
}
