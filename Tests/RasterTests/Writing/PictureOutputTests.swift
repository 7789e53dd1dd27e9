import Foundation
import Raster
import Testing

@Suite struct PictureOutputTests {
    /// A canvas of flat blocks, whose colours no channel order but the right one gives back.
    static func blocks(_ width: Int, _ height: Int) -> CanvasBuffer {
        let canvas = CanvasBuffer(size: PixelSize(width: width, height: height))
        for y in 0..<height {
            for x in 0..<width {
                let pixel = canvas.rowPointer(y) + 4 * x
                pixel[0] = UInt8(x / 16 * 40 % 256)
                pixel[1] = UInt8(y / 16 * 50 % 256)
                pixel[2] = UInt8((x / 16 + y / 16) * 25 % 256)
                pixel[3] = 77  // never to be seen in a file
            }
        }
        return canvas
    }

    static func samples(_ picture: PixelBuffer) -> [UInt8] { withExtendedLifetime(picture) { Array(picture.bytes) } }

    static func read(_ path: String) throws -> PixelBuffer {
        let format = try #require(try RasterReader.sniff(path: path))
        let facts = try RasterReader.facts(path: path, format: format)
        try RasterReader.checkComplete(path: path, facts: facts)
        return try RasterReader.decode(path: path, facts: facts)
    }

    @Test(arguments: [OutputFormat.jpeg, .png, .tiff]) func canvasComesBackAsItWas(_ format: OutputFormat) throws {
        try TestPictures.inFolder { folder in
            for (width, height) in [(1, 1), (17, 33), (96, 80), (640, 70)] {
                let canvas = Self.blocks(width, height)
                let path = "\(folder)/a.\(format.fileExtension)"
                #expect(try PictureOutput.write(canvas, to: path, as: format, settings: OutputSettings(quality: 100)).isEmpty)
                let picture = try Self.read(path)
                #expect(picture.size == canvas.size && picture.channels == 3 && picture.sample == .u8)
                var worst = 0
                for y in 0..<height {
                    let row = picture.row(y, as: UInt8.self)
                    for x in 0..<width {
                        for channel in 0..<3 {
                            worst = max(worst, abs(Int(row[3 * x + channel]) - Int(canvas.rowPointer(y)[4 * x + 2 - channel])))
                        }
                    }
                }
                #expect(worst <= (format == .jpeg ? 4 : 0), "\(format) \(width) x \(height)")
            }
        }
    }

    @Test func depthIsKeptWhereTheFormatCan() throws {
        try TestPictures.inFolder { folder in
            for channels in [1, 3] {
                for sample in [SampleType.u8, .u16, .f32] {
                    let picture = TestPictures.pattern(50, 40, channels: channels, sample: sample)
                    try PictureOutput.write(picture, to: "\(folder)/a.tif", as: .tiff)
                    let tiff = try Self.read("\(folder)/a.tif")
                    #expect(tiff.sample == sample && tiff.channels == channels)
                    #expect(Self.samples(tiff) == Self.samples(picture))
                    try PictureOutput.write(picture, to: "\(folder)/a.png", as: .png)
                    let png = try Self.read("\(folder)/a.png")
                    #expect(Self.samples(png) == Self.samples(picture.converted(to: sample == .u8 ? .u8 : .u16)))
                    try PictureOutput.write(picture, to: "\(folder)/a.jpg", as: .jpeg)
                    let jpeg = try Self.read("\(folder)/a.jpg")
                    #expect(jpeg.sample == .u8 && jpeg.channels == channels && jpeg.size == picture.size)
                }
            }
        }
    }

    /// The sampling factors of the luminance stand in the frame header.
    @Test(arguments: zip(ChromaSubsampling.allCases, [0x11, 0x21, 0x22] as [UInt8]))
    func chromaIsStoredAsAskedFor(_ chroma: ChromaSubsampling, _ factors: UInt8) throws {
        try TestPictures.inFolder { folder in
            let path = "\(folder)/a.jpg"
            try PictureOutput.write(
                Self.blocks(64, 48), to: path, as: .jpeg, settings: OutputSettings(quality: 80, chroma: chroma))
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            let frame = try #require(bytes.indices.dropLast(12).first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
            #expect(bytes[frame + 11] == factors)
            #expect(ChromaSubsampling(horizontal: Int(factors >> 4), vertical: Int(factors & 15)) == chroma)
        }
    }

    @Test func webpIsAWholeFile() throws {
        try TestPictures.inFolder { folder in
            for chroma in ChromaSubsampling.allCases {
                let path = "\(folder)/a.webp"
                try PictureOutput.write(Self.blocks(64, 48), to: path, as: .webp, settings: OutputSettings(chroma: chroma))
                let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
                #expect(bytes.starts(with: Array("RIFF".utf8)) && bytes[8..<15].elementsEqual(Array("WEBPVP8".utf8)))
                #expect(bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) } == bytes.count - 8)
            }
        }
    }

    @Test func whatCannotBeWrittenIsSaid() throws {
        let canvas = CanvasBuffer(size: PixelSize(width: 70_000, height: 1))
        try TestPictures.inFolder { folder in
            for format in [OutputFormat.jpeg, .webp] {
                #expect { try PictureOutput.write(canvas, to: "\(folder)/a", as: format) } throws: {
                    ($0 as? PictureError)?.code == .unsupported && "\($0)".contains("70000 x 1")
                }
            }
            for format in [OutputFormat.jpeg, .png, .tiff, .webp] {
                #expect { try PictureOutput.write(Self.blocks(9, 9), to: "\(folder)/none/a", as: format) } throws: {
                    ($0 as? PictureError)?.code == .io && "\($0)".contains("none/a")
                }
            }
        }
    }

    @Test func fileNamesTellTheFormat() {
        for (name, format) in [
            ("JPG", OutputFormat.jpeg), ("jpeg", .jpeg), ("Png", .png), ("tiff", .tiff), ("tif", .tiff), ("webp", .webp),
            ("gif", .gif),
        ] {
            #expect(OutputFormat(fileExtension: name) == format)
        }
        #expect(OutputFormat(fileExtension: "fits") == nil)
        for format in OutputFormat.allCases { #expect(OutputFormat(fileExtension: format.fileExtension) == format) }
    }
}
