import Foundation
import Raster
import Testing

@Suite struct EXIFTests {
    private func block(_ tiff: TestTIFF, orientation: Int, pixels: Bool) -> [UInt8] {
        let exif = [
            tiff.fractions(0x829A, 5, 2), tiff.shorts(0x8827, 1600), tiff.text(0x9003, "2024:03:09 21:15:07"),
            tiff.text(0x9011, "+01:00"), tiff.text(0x9291, "25"), tiff.fractions(0x920A, 135, 1), tiff.shorts(0xA405, 216),
            tiff.text(0xA434, "EF135mm f/2L USM"),
        ]
        let gps = [tiff.fractions(7, 20, 1, 15, 1, 725, 100), tiff.text(29, "2024:03:09")]
        var picture = [tiff.text(0x010F, "Canon"), tiff.text(0x0110, "Canon EOS 6D"), tiff.shorts(0x0112, orientation)]
        if pixels {
            picture += [
                tiff.longs(256, 2), tiff.longs(257, 1), tiff.shorts(258, 8), tiff.shorts(259, 1), tiff.shorts(262, 1),
                tiff.longs(273, 0), tiff.shorts(277, 1), tiff.longs(278, 1), tiff.longs(279, 2),
            ]
        }
        return tiff.file(picture, exif: exif, gps: gps, pixels: pixels ? [1, 2] : [])
    }

    @Test(arguments: [false, true], 1...8)
    func everyFieldIsReadFromEveryFormat(bigEndian: Bool, orientation: Int) throws {
        let tiff = TestTIFF(bigEndian: bigEndian)
        let exif = block(tiff, orientation: orientation, pixels: false)
        try TestPictures.inFolder { folder in
            let jpeg = "\(folder)/a", png = "\(folder)/b", plain = "\(folder)/c"
            try RasterWriter.writeJPEG(
                TestPictures.pattern(16, 8, channels: 3, sample: .u8), quality: 90, path: jpeg, exif: Array("Exif\0\0".utf8) + exif)
            try TestPNG.bytes(width: 2, height: 1, depth: 8, colour: 0, rows: [[1, 2]], before: [("eXIf", exif)])
                .write(to: URL(fileURLWithPath: png))
            try Data(block(tiff, orientation: orientation, pixels: true)).write(to: URL(fileURLWithPath: plain))
            for (path, format) in [(jpeg, PictureFormat.jpeg), (png, .png), (plain, .tiff)] {
                let facts = try RasterReader.facts(path: path, format: format)
                #expect(facts.orientation.rawValue == orientation, "\(format)")
                var wanted = CaptureFacts()
                wanted.camera = "Canon EOS 6D"
                wanted.lens = "EF135mm f/2L USM"
                wanted.exposureSeconds = 2.5
                wanted.iso = 1600
                wanted.focalLength = 135
                wanted.focalLength35 = 216
                wanted.dateTimeOriginal = "2024:03:09 21:15:07"
                wanted.subSeconds = "25"
                wanted.offset = "+01:00"
                wanted.gpsDateTime = Date(timeIntervalSince1970: 1_710_015_307.25)  // 2024-03-09T20:15:07.25Z
                #expect(facts.capture == wanted, "\(format)")
            }
        }
    }
}
