import CPNG

/// Gzip files, inflated without keeping anything.
public enum GzipFile {
    public static func isOne(path: String) throws -> Bool {
        try FileBytes(path: path).bytes(at: 0, count: 2) == [0x1F, 0x8B]
    }

    /// Inflates the file to its end and compares its checksum.
    ///
    /// - Parameter limit: how many bytes it may hold, inflated.
    public static func check(path: String, limit: Int) throws {
        var length: UInt64 = 0
        switch cpng_gunzip_check(path, UInt64(limit), &length) {
        case 0: return
        case 1: throw PictureError(.truncated, "\(path): the gzip data break off")
        case 3: throw PictureError(.tooLarge, "\(path): the gzip data hold more than \(limit) bytes")
        case 4: throw PictureError(.io, "\(path): cannot be read")
        default: throw PictureError(.damaged, "\(path): the gzip data are damaged")
        }
    }
}
