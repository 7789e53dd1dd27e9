import Annotation
import Foundation
import Imaging
import Raster
import Testing

@Suite struct BlinkTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "blink-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func cutout(_ name: String, side: Int = 120) throws -> String {
        let path = folder.appending(path: name).path
        try RasterWriter.png(PixelBuffer(size: PixelSize(width: side, height: side), channels: 3, sample: .u8), path: path)
        return path
    }

    @Test func labelsStandInTheLowerLeftCorner() throws {
        let frames = try Blink.frames(cutouts: [cutout("a.png"), cutout("b.png")], labels: ["2024-03-05", ""]).frames
        let bright = { (frame: CanvasBuffer, rows: Range<Int>) in
            rows.contains { y in (0..<frame.width).contains { frame.rowPointer(y)[4 * $0] > 150 } }
        }
        #expect(bright(frames[0], 100..<120) && !bright(frames[0], 0..<100))
        #expect(!bright(frames[1], 0..<120))
    }

    @Test(arguments: ["gif", "webp"])
    func allFramesAreInTheFile(ending: String) throws {
        let out = folder.appending(path: "blink.\(ending)")
        try Blink.write(cutouts: [cutout("a.png"), cutout("b.png")], to: out.path, seconds: 0.5, labels: ["one", "two"])
        let bytes = try Data(contentsOf: out)
        #expect(bytes.starts(with: Data((ending == "gif" ? "GIF89a" : "RIFF").utf8)))
        // A graphics control block (GIF) or a frame chunk (WebP) for each.
        let mark = ending == "gif" ? Data([0x21, 0xF9, 4]) : Data("ANMF".utf8)
        var (count, from) = (0, bytes.startIndex)
        while let found = bytes.range(of: mark, in: from..<bytes.endIndex) { (count, from) = (count + 1, found.upperBound) }
        #expect(count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.png", "b.png", "blink.\(ending)"])
    }

    @Test func whatCannotBlinkIsSaidAndNothingIsWritten() throws {
        let a = try cutout("a.png")
        for (name, seconds) in [("b.png", 1.0), ("b", 1), ("b.gif", 0), ("b.gif", .nan), ("b.gif", 1e9), ("none/b.gif", 1)] {
            #expect(throws: (any Error).self) {
                try Blink.write(cutouts: [a, a], to: folder.appending(path: name).path, seconds: seconds)
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.png"])
    }

    @Test func cutoutsOfOtherSizesAreRefused() throws {
        let (a, b) = (try cutout("a.png"), try cutout("b.png", side: 121))
        do {
            _ = try Blink.frames(cutouts: [a, a, b])
            Issue.record("no error")
        } catch let error as CutoutError {
            #expect(error.message.contains("a.png has 120 x 120") && error.message.contains("b.png 121 x 121"))
        }
        #expect(throws: CutoutError.self) { try Blink.frames(cutouts: [a]) }
        #expect(throws: CutoutError.self) { try Blink.frames(cutouts: [a, a], labels: ["one"]) }
        #expect(throws: PictureError.self) { try Blink.frames(cutouts: [a, folder.appending(path: "none.png").path]) }
    }
}
