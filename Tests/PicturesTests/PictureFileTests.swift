import FITS
import Foundation
import Pictures
import Raster
import Testing

@Suite struct PictureFileTests {
    @Test func theUprightPictureBecomesFITS() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pictures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let stored = PixelBuffer(size: PixelSize(width: 5, height: 3), channels: 3, sample: .u16)
        let samples = stored.samples(as: UInt16.self)
        for index in samples.indices { samples[index] = UInt16(index * 100) }
        let (tiff, fits) = (folder.path + "/a.tif", folder.path + "/a.fits")
        try RasterWriter.tiff(stored, path: tiff, orientation: 6)
        let facts = try PictureFile.facts(path: tiff)
        try PictureFile.writeFITS(path: tiff, facts: facts, to: fits, cards: [FITSCard("OBJECT", "M 31")])
        let read = try PictureFile.facts(path: fits)
        #expect(read.size == PixelSize(width: 3, height: 5) && read.channels == 3 && read.bitsPerSample == 16)
        try PictureFile.checkComplete(path: fits, facts: read)
        let upright = stored.oriented(.right)
        let reader = try FITSImageReader(path: fits)
        #expect(reader.info.header.string("OBJECT") == "M 31")
        var row = [Float](repeating: 0, count: 3)
        for plane in 0..<3 {
            for y in 0..<5 {
                try row.withUnsafeMutableBufferPointer { try reader.readRows(y..<y + 1, plane: plane, into: $0) }
                #expect(row == (0..<3).map { Float(upright.row(y, as: UInt16.self)[3 * $0 + plane]) })
            }
        }
    }

    private static let images = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../shared/images").standardizedFileURL.path

    @Test(.enabled(if: FileManager.default.fileExists(atPath: images)))
    func realPicturesGiveLuminanceAndPreview() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.images).sorted() {
            guard ["jpg", "png", "tiff", "fits"].contains(name.split(separator: ".").last ?? "") else { continue }
            let path = "\(Self.images)/\(name)"
            let clock = ContinuousClock()
            let begin = clock.now
            let facts = try PictureFile.facts(path: path)
            try PictureFile.checkComplete(path: path, facts: facts)
            let checked = clock.now
            let (picture, factor) = try PictureFile.luminance(path: path, facts: facts, maxPixels: 2_000_000)
            #expect(picture.size == facts.uprightSize.reduced(by: factor))
            #expect(picture.sample == .u8 && picture.channels == 1 && picture.size.pixels <= 2_000_000)
            let preview = try PictureFile.preview(path: path, facts: facts, longSide: 256)
            #expect(max(preview.width, preview.height) <= 256 && preview.sample == .u8)
            if facts.size.pixels > 10_000_000 { print("\(name): facts and check \(checked - begin), both \(clock.now - checked)") }
        }
    }
}
