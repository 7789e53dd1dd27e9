import CFITSIO
import Foundation

/// The bytes of a file from front to back; those of a gzipped file unpacked.
final class FITSByteSource {
    private let file: gzFile
    let path: String

    init(path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw FITSError("\(path): cannot be read: \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FITSError("\(path): is not a file") }
        guard let file = gzopen(path, "rb") else {
            throw FITSError("\(path): cannot be opened: \(String(cString: strerror(errno)))")
        }
        self.path = path
        self.file = file
    }

    deinit { gzclose(file) }

    /// Whether the file is gzipped. To be asked after the first read.
    var isGzipped: Bool { gzdirect(file) == 0 }

    /// Whether the gzip data read so far is whole. To be asked at its end.
    var endsWell: Bool {
        var code: Int32 = 0
        gzerror(file, &code)
        return code == Z_OK || code == Z_STREAM_END
    }

    /// Up to `count` bytes; fewer at the end.
    func read(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { gzread(file, $0.baseAddress, UInt32($0.count)) }
        guard got >= 0 else { throw FITSError("\(path): damaged: its gzip data cannot be unpacked") }
        return Array(bytes.prefix(Int(got)))
    }

    /// Goes on by `count` bytes.
    /// - Returns: how many there were.
    func skip(_ count: Int) throws -> Int {
        guard isGzipped else { return try skipPlain(count) }
        var left = count
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while left > 0 {
            let got = buffer.withUnsafeMutableBytes { gzread(file, $0.baseAddress, UInt32(min($0.count, left))) }
            guard got >= 0 else { throw FITSError("\(path): damaged: its gzip data cannot be unpacked") }
            if got == 0 { break }
            left -= Int(got)
        }
        return count - left
    }

    private func skipPlain(_ count: Int) throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FITSError("\(path): is gone") }
        let step = max(0, min(count, Int(status.st_size) - Int(gztell(file))))
        guard gzseek(file, step, SEEK_CUR) >= 0 else { throw FITSError("\(path): cannot be read") }
        return step
    }
}
