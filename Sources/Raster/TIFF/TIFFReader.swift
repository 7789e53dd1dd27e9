import CTIFF

/// A TIFF file being read by libtiff.
final class TIFFReader {
    let info: ctiff_info
    private let reader: OpaquePointer

    init(path: String) throws {
        var info = ctiff_info()
        let (reader, message) = withMessage(CTIFF_MESSAGE_LENGTH) { ctiff_open(path, &info, $0) }
        guard let reader else { throw PictureError(.damaged, "the TIFF header: \(message)") }
        self.reader = reader
        self.info = info
    }

    deinit { ctiff_close(reader) }

    var size: PixelSize { PixelSize(width: Int(info.width), height: Int(info.height)) }

    func read(row: Int, plane: Int, into out: UnsafeMutablePointer<UInt8>) throws {
        guard ctiff_read_row(reader, UInt32(row), UInt16(plane), out) == 0 else { throw damage }
    }

    /// The last row up to this one at which reading can begin without unpacking what is before it.
    func entryRow(of row: Int) -> Int { Int(ctiff_entry_row(reader, UInt32(row))) }

    /// Rows read from now on need only hold these columns.
    func want(columns: Range<Int>) { ctiff_want_columns(reader, UInt32(columns.lowerBound), UInt32(columns.upperBound)) }

    /// Lets libtiff convert a picture of an unusual kind into 8-bit RGB.
    func convertedByLibrary() throws -> PixelBuffer {
        let words = UnsafeMutablePointer<UInt32>.allocate(capacity: size.pixels)
        defer { words.deallocate() }
        guard ctiff_read_rgba(reader, words) == 0 else { throw damage }
        let out = PixelBuffer(size: size, channels: 3, sample: .u8)
        let target = out.rowPointer(0).assumingMemoryBound(to: UInt8.self)
        for i in 0..<size.pixels {
            target[3 * i] = UInt8(truncatingIfNeeded: words[i])
            target[3 * i + 1] = UInt8(truncatingIfNeeded: words[i] >> 8)
            target[3 * i + 2] = UInt8(truncatingIfNeeded: words[i] >> 16)
        }
        return out
    }

    /// The palette as 8-bit colours, three for each index.
    func palette() throws -> [UInt8] {
        var red, green, blue: UnsafePointer<UInt16>?
        guard ctiff_palette(reader, &red, &green, &blue) == 0, let red, let green, let blue else {
            throw PictureError(.damaged, "the TIFF file's palette is missing")
        }
        let entries = (0..<1 << Int(info.bits)).flatMap { [red[$0], green[$0], blue[$0]] }
        // Some programs write 0 to 255 where 0 to 65535 is asked for.
        let shift: UInt16 = entries.allSatisfy { $0 < 256 } ? 0 : 8
        return entries.map { UInt8(truncatingIfNeeded: $0 >> shift) }
    }

    private var damage: PictureError {
        PictureError(.damaged, "the TIFF data: \(String(cString: ctiff_message(reader)))")
    }
}
