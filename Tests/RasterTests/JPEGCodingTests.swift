import Foundation
import Raster
import Testing

@Suite struct JPEGCodingTests {
    @Test func qualityIsFoundAgain() throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.jpg"
            let picture = TestPictures.pattern(40, 30, channels: 3, sample: .u8)
            for quality in [1, 10, 37, 50, 75, 90, 95, 100] {
                try RasterWriter.jpeg(picture, quality: quality, path: path, progressive: quality == 75)
                let coding = try JPEGCoding.read(path: path)
                #expect(coding.quality == quality)
                #expect(coding.isProgressive == (quality == 75))
            }
            try RasterWriter.jpeg(
                TestPictures.pattern(40, 30, channels: 1, sample: .u8), quality: 80, path: path)
            #expect(try JPEGCoding.read(path: path) == JPEGCoding(quality: 80, horizontal: 1, vertical: 1, isProgressive: false))
        }
    }

    @Test func whatIsNoJPEGIsAnError() throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.png"
            try RasterWriter.png(TestPictures.pattern(4, 3, channels: 1, sample: .u8), path: path)
            #expect(throws: PictureError.self) { try JPEGCoding.read(path: path) }
        }
    }
}
