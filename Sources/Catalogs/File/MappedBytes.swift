import Foundation

/// A file mapped read-only into memory for as long as this object lives.
///
/// Whoever renews the file must put a new one in its place, as `CatalogWriter` does: cutting it short while it is mapped would
/// end the process.
final class MappedBytes: @unchecked Sendable {
    // Sendable because nothing here changes after init and the mapping is read-only.
    let bytes: UnsafeRawBufferPointer

    init(path: String) throws(CatalogError) {
        func failure(_ what: String) -> CatalogError {
            CatalogError(path: path, message: "cannot be \(what): \(String(cString: strerror(errno)))")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? CatalogError(path: path, message: "is not there") : failure("opened")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("read") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw CatalogError(path: path, message: "is no file") }
        let size = Int(status.st_size)
        guard size > 0 else { throw CatalogError(path: path, message: "is empty") }
        guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED else {
            throw failure("mapped")
        }
        bytes = UnsafeRawBufferPointer(start: memory, count: size)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}
