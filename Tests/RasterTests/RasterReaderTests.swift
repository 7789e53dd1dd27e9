import Foundation
import Raster
import Testing

@Suite struct RasterReaderTests {
    @Test(arguments: [SampleType.u8, .u16, .f32])
    func losslessFormatsGiveBackWhatWasWritten(sample: SampleType) throws {
        try TestPictures.inFolder { folder in
            for channels in [1, 3] {
                let picture = TestPictures.pattern(67, 43, channels: channels, sample: sample)
                var paths: [String] = []
                for planar in [false, true] {
                    for tile in [nil, 16, 48] {
                        for compression in [RasterWriter.TIFFCompression.none, .lzw, .deflate] {
                            let path = "\(folder)/\(paths.count)-\(channels).bin"
                            try RasterWriter.tiff(
                                picture, path: path, compression: compression, planar: planar, tileSide: tile)
                            paths.append(path)
                        }
                    }
                }
                if sample != .f32 {
                    for interlaced in [false, true] {
                        paths.append("\(folder)/p\(channels)\(interlaced)")
                        try RasterWriter.png(picture, path: paths[paths.count - 1], interlaced: interlaced)
                    }
                }
                for path in paths {
                    let format = try #require(try RasterReader.sniff(path: path))
                    let facts = try RasterReader.facts(path: path, format: format)
                    #expect(facts.size == picture.size)
                    #expect(facts.bitsPerSample == sample.bytes * 8)
                    try RasterReader.checkComplete(path: path, facts: facts)
                    let read = try RasterReader.decode(path: path, facts: facts)
                    #expect(read.sample == sample && read.channels == channels)
                    let isWhatWasWritten = withExtendedLifetime((read, picture)) { read.bytes.elementsEqual(picture.bytes) }
                    #expect(isWhatWasWritten, "\(path)")
                    let half = try RasterReader.decode(path: path, facts: facts, reduceBy: 2)
                    let wanted = picture.boxReduced(by: 2)
                    // The samples live as long as their buffer.
                    let isSame = withExtendedLifetime(wanted) { half.bytes.elementsEqual(wanted.bytes) }
                    #expect(isSame, "\(path)")
                }
            }
        }
    }

    @Test func jpegKeepsItsOrientationAndComesSmallerOnRequest() throws {
        try TestPictures.inFolder { folder in
            let path = "\(folder)/a"
            try RasterWriter.jpeg(
                TestPictures.pattern(75, 50, channels: 3, sample: .u8), quality: 95, path: path, exifOrientation: 8)
            let facts = try RasterReader.facts(path: path, format: .jpeg)
            #expect(facts.orientation == .left)
            #expect(facts.uprightSize == PixelSize(width: 50, height: 75))
            for factor in [1, 2, 4, 8] {
                let picture = try RasterReader.decode(path: path, facts: facts, reduceBy: factor)
                #expect(picture.size == facts.size.reduced(by: factor))
            }
        }
    }

    @Test func dngIsCameraRawAndIsDeveloped() throws {
        try TestPictures.inFolder { folder in
            let path = "\(folder)/named.tif"
            try TestDNG.bytes(width: 64, height: 48).write(to: URL(fileURLWithPath: path))
            #expect(try RasterReader.sniff(path: path) == .raw)
            let facts = try RasterReader.facts(path: path, format: .raw)
            #expect(facts.subtype == "DNG" && facts.fileExtension == "dng")
            #expect(facts.size == PixelSize(width: 64, height: 48))
            #expect(facts.orientation == .right)
            #expect(facts.capture.camera == "TestCam One")
            #expect(facts.capture.exposureSeconds == 30)
            #expect(facts.capture.dateTimeOriginal == "2024:03:09 21:15:07")
            try RasterReader.checkComplete(path: path, facts: facts)
            for factor in [1, 2, 4] {
                let picture = try RasterReader.decode(path: path, facts: facts, reduceBy: factor)
                #expect(picture.size == facts.size.reduced(by: factor) && picture.sample == .u16)
                let row = picture.row(5, as: UInt16.self)
                #expect(row[15] < row[17], "red is darker than blue in this mosaic")
            }
        }
    }

    @Test func headersThatClaimTooMuchAreRefused() throws {
        try TestPictures.inFolder { folder in
            for path in try TestPictures.samples(in: folder) {
                let format = try #require(try RasterReader.sniff(path: path))
                let error = #expect(throws: PictureError.self) {
                    try RasterReader.facts(path: path, format: format, limitMegapixels: 0)
                }
                #expect(error?.code == .tooLarge)
            }
        }
    }
}
