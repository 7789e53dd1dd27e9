import Foundation

/// Writes a file front to back through a buffer, in whole FITS blocks.
///
/// Our own files are written directly, not through cfitsio: its layout is simple, and no file name is ever parsed.
final class FITSOutput {
    private let path: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var written = 0

    private static let bufferLength = 1 << 20

    /// Replaces a file of this name.
    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FITSError("\(path): cannot be written: \(String(cString: strerror(errno)))") }
        buffer.reserveCapacity(Self.bufferLength)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func write(_ bytes: some Sequence<UInt8>) throws {
        let before = buffer.count
        buffer.append(contentsOf: bytes)
        written += buffer.count - before
        if buffer.count >= Self.bufferLength { try flush() }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        buffer.append(contentsOf: bytes)
        written += bytes.count
        if buffer.count >= Self.bufferLength { try flush() }
    }

    /// Zeros up to a whole block.
    func pad() throws {
        let excess = written % FITSHeader.blockLength
        if excess > 0 { try write(repeatElement(0, count: FITSHeader.blockLength - excess)) }
    }

    func finish() throws {
        try flush()
        let result = close(descriptor)
        descriptor = -1
        // Network file systems tell of a full disk only here.
        guard result == 0 else { throw FITSError("\(path): cannot be written: \(String(cString: strerror(errno)))") }
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    throw FITSError("\(path): cannot be written: \(String(cString: strerror(errno)))")
                }
                start += count
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
