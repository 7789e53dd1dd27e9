import CPNG

/// A PNG file being read by libpng, row by row.
final class PNGReader<Sample: PixelSample>: RowSource {
    let size: PixelSize
    let channels: Int
    private let reader: OpaquePointer

    /// - Parameter opened: from `PNGFile.open`; the reader closes it.
    init(_ opened: OpaquePointer, _ info: cpng_info) {
        reader = opened
        size = PixelSize(width: Int(info.width), height: Int(info.height))
        channels = Int(info.channels)
    }

    deinit { cpng_close(reader) }

    func nextRow(into row: UnsafeMutablePointer<Sample>) throws {
        let (status, message) = withMessage(CPNG_MESSAGE_LENGTH) {
            cpng_read(reader, UnsafeMutableRawPointer(row).assumingMemoryBound(to: UInt8.self), $0)
        }
        guard status == 0 else { throw PictureError(.damaged, "the PNG data: \(message)") }
    }

    /// All rows, with no second copy of an interlaced picture.
    func decodeWhole() throws -> PixelBuffer {
        let out = PixelBuffer(size: size, channels: channels, sample: Sample.type)
        let (status, message) = withMessage(CPNG_MESSAGE_LENGTH) {
            cpng_read_whole(reader, out.rowPointer(0).assumingMemoryBound(to: UInt8.self), $0)
        }
        guard status == 0 else { throw PictureError(.damaged, "the PNG data: \(message)") }
        return out
    }
}
