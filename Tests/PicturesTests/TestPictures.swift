import Foundation
import Raster

/// Pictures that the tests make themselves.
enum TestPictures {
    /// A picture of 8 bit that is different in every corner, with detail at every place.
    static func pattern(_ width: Int, _ height: Int, channels: Int) -> PixelBuffer {
        let picture = PixelBuffer(size: PixelSize(width: width, height: height), channels: channels, sample: .u8)
        for y in 0..<height {
            let row = picture.row(y, as: UInt8.self)
            for x in 0..<width {
                for channel in 0..<channels {
                    row[x * channels + channel] = UInt8((x * 3 + y * 2 + channel * 40 + (x * y) % 17 * 5) % 250)
                }
            }
        }
        return picture
    }

    static func inFolder<R>(_ body: (String) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pictures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }
}
