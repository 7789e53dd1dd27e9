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
        let frames = try Blink.frames(cutouts: [cutout("a.png"), cutout("b.png")], labels: ["2024-03-05", ""])
        let bright = { (frame: CanvasBuffer, rows: Range<Int>) in
            rows.contains { y in (0..<frame.width).contains { frame.rowPointer(y)[4 * $0] > 150 } }
        }
        #expect(bright(frames[0], 100..<120) && !bright(frames[0], 0..<100))
        #expect(!bright(frames[1], 0..<120))
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
