import CJPEG

/// A JPEG file being read by libjpeg.
final class JPEGReader {
    let info: cjpeg_info
    private let reader: OpaquePointer

    init(path: String) throws {
        var info = cjpeg_info()
        let (reader, message) = withMessage(CJPEG_MESSAGE_LENGTH) { cjpeg_open(path, &info, $0) }
        guard let reader else { throw PictureError(.damaged, "the JPEG header: \(message)") }
        self.reader = reader
        self.info = info
    }

    deinit { cjpeg_close(reader) }

    var size: PixelSize { PixelSize(width: Int(info.width), height: Int(info.height)) }

    /// The first EXIF block, beginning with "Exif\0\0".
    var exif: [UInt8]? {
        info.exif.map { Array(UnsafeBufferPointer(start: $0, count: info.exif_length)) }
    }

    /// Decodes through the discrete cosine transform at 1/`factor` of the size (1, 2, 4 or 8).
    ///
    /// - Parameter grey: only the luminance, which is cheaper where the file stores it separately.
    func decode(reduceBy factor: Int, grey: Bool) throws -> PixelBuffer {
        let (size, channels) = try start(reduceBy: factor, as: grey ? CJPEG_AS_GREY : CJPEG_AS_STORED)
        let picture = channels == 4 ? try decodeCMYK(size) : try decodeRows(size, channels: channels)
        picture.warnings += warnings
        return picture
    }

    var isCMYK: Bool { info.output_channels == CJPEG_CMYK }

    /// How often libjpeg met damage and went on.
    var warnings: Int { Int(cjpeg_warnings(reader)) }

    /// The size and channels of the rows to come.
    func start(reduceBy factor: Int, as form: some BinaryInteger) throws -> (PixelSize, channels: Int) {
        var (width, height, channels) = (UInt32(0), UInt32(0), Int32(0))
        let (status, message) = withMessage(CJPEG_MESSAGE_LENGTH) {
            cjpeg_start(reader, Int32(factor), Int32(form), &width, &height, &channels, $0)
        }
        guard status == 0 else { throw PictureError(.damaged, "the JPEG data: \(message)") }
        return (PixelSize(width: Int(width), height: Int(height)), Int(channels))
    }

    /// Moves on to row `y` of the rows to come and narrows them to some more than the columns that are wanted.
    ///
    /// - Returns: the pixels of each row, and how many of them lie before `x`.
    func window(x: Int, y: Int, width: Int) throws -> (rowWidth: Int, cut: Int) {
        var (rowWidth, cut) = (UInt32(0), UInt32(0))
        let (status, message) = withMessage(CJPEG_MESSAGE_LENGTH) {
            cjpeg_window(reader, UInt32(x), UInt32(y), UInt32(width), &rowWidth, &cut, $0)
        }
        guard status == 0 else { throw PictureError(.damaged, "the JPEG data: \(message)") }
        return (Int(rowWidth), Int(cut))
    }

    private func decodeRows(_ size: PixelSize, channels: Int) throws -> PixelBuffer {
        let out = PixelBuffer(size: size, channels: channels, sample: .u8)
        for y in 0..<size.height {
            guard try read(into: out.rowPointer(y), rowBytes: out.rowBytes, row: y, of: size.height) else {
                out.warnings += 1
                break
            }
        }
        return out
    }

    private func decodeCMYK(_ size: PixelSize) throws -> PixelBuffer {
        let out = PixelBuffer(size: size, channels: 3, sample: .u8)
        var inks = [UInt8](repeating: 0, count: size.width * 4)
        let inverted = info.inverted_cmyk != 0
        for y in 0..<size.height {
            let good = try inks.withUnsafeMutableBytes { inks in
                try read(into: inks.baseAddress.unsafelyUnwrapped, rowBytes: inks.count, row: y, of: size.height)
            }
            guard good else {
                out.warnings += 1
                break
            }
            let row = out.rowPointer(y).assumingMemoryBound(to: UInt8.self)
            inks.withUnsafeBufferPointer { CMYK.convert($0, inverted: inverted, into: row) }
        }
        return out
    }

    /// False where the data broke off after a good part of the picture.
    private func read(into row: UnsafeMutableRawPointer, rowBytes: Int, row y: Int, of height: Int) throws -> Bool {
        try read(1, into: row, rowBytes: rowBytes, row: y, of: height) == 1
    }

    /// Reads `count` rows; fewer where the data broke off after a good part of the picture.
    ///
    /// - Parameters:
    ///   - y: the first row's place among the `height` rows of the picture.
    func read(_ count: Int, into rows: UnsafeMutableRawPointer, rowBytes: Int, row y: Int, of height: Int) throws -> Int {
        let (got, message) = withMessage(CJPEG_MESSAGE_LENGTH) {
            cjpeg_read(reader, rows.assumingMemoryBound(to: UInt8.self), rowBytes, Int32(count), $0)
        }
        let read = max(0, Int(got))
        guard read == count || DamageRule.isUseful(rows: y + read, of: height) else {
            throw PictureError(.damaged, "the JPEG data: \(message)")
        }
        return read
    }
}
