import Foundation
import Raster

/// Pictures and files that the tests make themselves.
enum TestPictures {
    /// A smooth pattern that is different in every corner, so that no turn or mirror maps it onto itself.
    static func pattern(_ width: Int, _ height: Int, channels: Int, sample: SampleType) -> PixelBuffer {
        let picture = PixelBuffer(size: PixelSize(width: width, height: height), channels: channels, sample: sample)
        for y in 0..<height {
            for x in 0..<width {
                for channel in 0..<channels {
                    let value = (x * 3 + y * 2 + channel * 40) % 250
                    let index = x * channels + channel
                    switch sample {
                    case .u8: picture.row(y, as: UInt8.self)[index] = UInt8(value)
                    case .u16: picture.row(y, as: UInt16.self)[index] = UInt16(value * 257)
                    case .f32: picture.row(y, as: Float.self)[index] = Float(value) / 250
                    }
                }
            }
        }
        return picture
    }

    static func inFolder<R>(_ body: (String) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("raster-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }

    /// One file of each format, written small.
    static func samples(in folder: String) throws -> [String] {
        let colour = pattern(70, 50, channels: 3, sample: .u8)
        let deep = pattern(70, 50, channels: 1, sample: .u16)
        let paths = ["a.jpg", "p.jpg", "a.png", "i.png", "s.tif", "t.tif", "a.dng"].map { "\(folder)/\($0)" }
        try RasterWriter.jpeg(colour, quality: 90, path: paths[0], exifOrientation: 6)
        try RasterWriter.jpeg(colour, quality: 90, path: paths[1], progressive: true)
        try RasterWriter.png(deep, path: paths[2])
        try RasterWriter.png(colour, path: paths[3], interlaced: true)
        try RasterWriter.tiff(colour, path: paths[4], compression: .lzw)
        try RasterWriter.tiff(deep, path: paths[5], compression: .deflate, tileSide: 32)
        try TestDNG.bytes(width: 64, height: 48).write(to: URL(fileURLWithPath: paths[6]))
        return paths
    }
}
