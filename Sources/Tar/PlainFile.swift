package import Foundation
import Glibc

/// A file descriptor that is closed with its owner. Calls block; used by one thread at a time.
package final class PlainFile {
    package let descriptor: Int32
    package let path: String

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Opens a regular file; a symbolic link in its place is an error (ELOOP).
    package static func reading(_ path: String) throws -> PlainFile {
        // Without O_NONBLOCK a named pipe in the place of a file would be waited for forever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError("Opening", path) }
        let file = PlainFile(descriptor: descriptor, path: path)
        guard try file.status().st_mode & S_IFMT == S_IFREG else { throw FileError("Opening", path, code: EINVAL) }
        return file
    }

    /// Makes a new file; one of that name that exists is an error (EEXIST).
    package static func creating(_ path: String) throws -> PlainFile {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw FileError("Making", path) }
        return PlainFile(descriptor: descriptor, path: path)
    }

    package func status() throws -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("Examining", path) }
        return status
    }

    /// Bytes read into the buffer's front; 0 at the end of the file.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw FileError("Reading", path) }
        }
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError("Writing", path)
            }
            rest = rest.dropFirst(count)
        }
    }

    package func sync() throws {
        guard fsync(descriptor) == 0 else { throw FileError("Writing", path) }
    }
}
