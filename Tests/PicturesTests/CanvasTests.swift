import FITS
import Foundation
import Pictures
import Raster
import Testing

@Suite struct CanvasTests {
    @Test(arguments: Orientation.allCases) func aJPEGStandsUprightInTheOrderOfCairo(orientation: Orientation) throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.jpg"
            for channels in [1, 3] {
                // More rows than a band, and no whole number of blocks.
                let stored = TestPictures.pattern(83, 149, channels: channels)
                try RasterWriter.jpeg(stored, quality: 80, path: path, exifOrientation: orientation.rawValue)
                let facts = try PictureFile.facts(path: path)
                #expect(facts.orientation == orientation)
                let canvas = try PictureFile.canvas(path: path, facts: facts)
                let expected = try RasterReader.decode(path: path, facts: facts).oriented(orientation)
                #expect(canvas.warnings == 0)
                #expect(differences(canvas, expected) == 0)
            }
        }
    }

    @Test func otherFormatsShowTheSameAsTheirPreview() throws {
        try TestPictures.inFolder { folder in
            let colour = TestPictures.pattern(70, 50, channels: 3)
            let tall = TestPictures.pattern(50, 200, channels: 3)
            try RasterWriter.png(tall, path: folder + "/a.png")
            try RasterWriter.png(TestPictures.pattern(50, 64, channels: 1), path: folder + "/i.png", interlaced: true)
            try RasterWriter.png(colour.converted(to: .u16), path: folder + "/d.png")
            try RasterWriter.tiff(tall, path: folder + "/t.tif", orientation: 8, compression: .lzw, tileSide: 16)
            try RasterWriter.tiff(tall, path: folder + "/p.tif", orientation: 5, planar: true)
            try RasterWriter.tiff(colour.converted(to: .u16), path: folder + "/a.tif", orientation: 6)
            try RasterWriter.tiff(TestPictures.pattern(70, 50, channels: 1), path: folder + "/g.tif", orientation: 3)
            for order in ["BOTTOM-UP", "TOP-DOWN"] {
                try FITSImageWriter.write(
                    path: "\(folder)/\(order).fits", width: 70, height: 50, planes: 1, sample: .f32,
                    cards: [FITSCard("ROWORDER", .string(order))]
                ) { _, y, row in
                    for x in 0..<70 { row.assumingMemoryBound(to: Float.self)[x] = Float(x * 3 + y * 7 % 29) }
                }
            }
            for name in ["a.png", "i.png", "d.png", "t.tif", "p.tif", "a.tif", "g.tif", "BOTTOM-UP.fits", "TOP-DOWN.fits"] {
                let path = "\(folder)/\(name)"
                let facts = try PictureFile.facts(path: path)
                let canvas = try PictureFile.canvas(path: path, facts: facts)
                let preview = try PictureFile.preview(path: path, facts: facts, longSide: 1000)
                #expect(differences(canvas, preview) == 0, "\(name)")
            }
        }
    }

    @Test func aPNGThatBreaksOffShowsWhatIsThere() throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.png"
            try RasterWriter.png(TestPictures.pattern(600, 900, channels: 3), path: path)
            let facts = try PictureFile.facts(path: path)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
            let canvas = try PictureFile.canvas(path: path, facts: facts)
            #expect(canvas.warnings == 1)
            #expect(differences(canvas, try RasterReader.decode(path: path, facts: facts)) == 0)
        }
    }

    @Test func aJPEGThatBreaksOffShowsWhatIsThere() throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.jpg"
            try RasterWriter.jpeg(TestPictures.pattern(200, 300, channels: 3), quality: 95, path: path)
            let facts = try PictureFile.facts(path: path)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
            let canvas = try PictureFile.canvas(path: path, facts: facts)
            #expect(canvas.warnings > 0)
            let expected = try RasterReader.decode(path: path, facts: facts)
            #expect(differences(canvas, expected) == 0)
        }
    }

    /// How many pixels of a canvas are not those of an 8-bit picture.
    private func differences(_ canvas: CanvasBuffer, _ picture: PixelBuffer) -> Int {
        guard canvas.size == picture.size, picture.sample == .u8 else { return Int.max }
        var count = 0
        for y in 0..<picture.height {
            let (seen, row) = (canvas.rowPointer(y), picture.row(y, as: UInt8.self))
            for x in 0..<picture.width {
                for channel in 0..<3 where seen[4 * x + 2 - channel] != row[x * picture.channels + channel % picture.channels] {
                    count += 1
                }
            }
        }
        return count
    }
}
