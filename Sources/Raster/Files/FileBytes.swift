import Foundation

/// A file that is read at any place without being loaded, and without memory mapping: a file cut short by
/// someone else while it is read must be an error, not a bus error.
final class FileBytes {
    let count: Int
    private let descriptor: Int32

    init(path: String) throws {
        // Not to wait for a writer, should it be a pipe.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw PictureError(.io, "cannot be opened: \(String(cString: strerror(errno)))") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw PictureError(.io, "is no regular file")
        }
        count = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Fills the buffer as far as the file reaches; the number of bytes read.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        while done < buffer.count {
            let got = pread(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw PictureError(.io, "cannot be read: \(String(cString: strerror(errno)))") }
            if got == 0 { break }
            done += got
        }
        return done
    }

    /// The bytes from `offset`, fewer where the file ends before.
    func bytes(at offset: Int, count wanted: Int) throws -> [UInt8] {
        guard offset >= 0, offset < count, wanted > 0 else { return [] }
        return try [UInt8](unsafeUninitializedCapacity: min(wanted, count - offset)) { buffer, filled in
            filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// The bytes from `offset`, all of them.
    func exactly(_ wanted: Int, at offset: Int, _ what: String) throws -> [UInt8] {
        let found = try bytes(at: offset, count: wanted)
        guard found.count == wanted else { throw PictureError(.truncated, "the file ends within \(what)") }
        return found
    }
}
