import Foundation

/// A file mapped read-only into memory for as long as this object lives.
///
/// Index files are replaced, not rewritten, when a package is updated; a file that is cut while it is mapped would end the
/// process with SIGBUS.
///
/// Sendable because the mapping is read-only and its address never changes.
final class MappedFile: @unchecked Sendable {
    // Sendable because nothing here changes after init and the mapping is read-only.
    let path: String
    let bytes: UnsafeRawBufferPointer

    init(path: String) throws {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw StarIndexError(path: path, message: "cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw StarIndexError(path: path, message: "cannot be read: \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StarIndexError(path: path, message: "is not a regular file")
        }
        let size = Int(status.st_size)
        guard size > 0 else {
            throw StarIndexError(path: path, message: "is empty")
        }
        guard let memory = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), memory != MAP_FAILED else {
            throw StarIndexError(path: path, message: "cannot be mapped: \(String(cString: strerror(errno)))")
        }
        bytes = UnsafeRawBufferPointer(start: memory, count: size)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}
