import CRaw

/// A camera raw file being read by LibRaw.
final class RawReader {
    let info: craw_info
    private let reader: OpaquePointer

    init(path: String) throws {
        var info = craw_info()
        let (reader, message) = withMessage(CRAW_MESSAGE_LENGTH) { craw_open(path, &info, $0) }
        guard let reader else { throw PictureError(.damaged, "the camera raw file: \(message)") }
        self.reader = reader
        self.info = info
    }

    deinit { craw_close(reader) }

    var size: PixelSize { PixelSize(width: Int(info.width), height: Int(info.height)) }

    /// Linear RGB of 16 bit, as stored.
    ///
    /// - Parameter half: one pixel for each 2 x 2 cell of the mosaic.
    func develop(half: Bool) throws -> PixelBuffer {
        var (width, height) = (UInt32(0), UInt32(0))
        let (status, message) = withMessage(CRAW_MESSAGE_LENGTH) { craw_develop(reader, half ? 1 : 0, &width, &height, $0) }
        guard status == 0 else { throw PictureError(.damaged, "the camera raw data: \(message)") }
        let developed = PixelSize(width: Int(width), height: Int(height))
        guard developed == size.reduced(by: half ? 2 : 1) else {
            throw PictureError(.unsupported, "a camera raw file whose pixels are not square")
        }
        let out = PixelBuffer(size: developed, channels: 3, sample: .u16)
        for y in 0..<developed.height {
            craw_row(reader, UInt32(y), out.rowPointer(y).assumingMemoryBound(to: UInt16.self))
        }
        out.warnings = Int(craw_warnings(reader))
        return out
    }
}
