import Crypto
import Glibc
import Observations

/// Reads a file once, hashes it, and writes it elsewhere on the way.
enum HashingCopy {
    /// Large enough that system calls do not count, small enough to stay in a processor's cache.
    private static let bufferSize = 1 << 20

    /// Copies the rest of `source` to `target` (nil: only hashes it).
    ///
    /// - Throws: `ArchiveError`: code `io` when it cannot be read, `full` or `readOnly` when it cannot be written.
    static func run(from source: Descriptor, named name: String, to target: Descriptor?) throws -> FileDigest {
        _ = posix_fadvise(source.number, 0, 0, POSIX_FADV_SEQUENTIAL)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 4096)
        defer { buffer.deallocate() }
        var hasher = SHA256()
        var size: Int64 = 0
        while true {
            let count = try read(source, into: buffer, name: name)
            if count == 0 { break }
            let part = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if let target { try write(part, to: target, name: name) }
            hasher.update(bufferPointer: part)
            size += Int64(count)
        }
        return FileDigest(size: size, sha256: hexadecimal(hasher.finalize()))
    }

    /// Size and SHA-256 of a file.
    static func digest(of path: String) throws -> FileDigest {
        try run(from: Posix.open(path, O_RDONLY), named: path, to: nil)
    }

    static func sync(_ file: Descriptor, named name: String) throws {
        guard fsync(file.number) == 0 else { throw Posix.failure("\(name) cannot be synced", writing: true) }
    }

    private static func read(_ file: Descriptor, into buffer: UnsafeMutableRawBufferPointer, name: String) throws -> Int {
        while true {
            let count = Glibc.read(file.number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw Posix.failure("\(name) cannot be read", writing: false) }
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: Descriptor, name: String) throws {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(file.number, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                throw Posix.failure("A copy of \(name) cannot be written to the archive", writing: true)
            }
        }
    }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
