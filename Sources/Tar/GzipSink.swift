import CZLIB

/// Compresses what is written. Photos hardly shrink, so the fastest level is used.
package final class GzipSink: ByteSink {
    private let target: any ByteSink
    private var stream = z_stream()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)

    package init(_ target: any ByteSink) throws {
        self.target = target
        // 15 bits of window, plus 16 for a gzip header.
        let status = deflateInit2_(
            &stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw TarError("The compressor cannot start (zlib says \(status)).") }
    }

    deinit {
        deflateEnd(&stream)
        buffer.deallocate()
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        // zlib declares its input as mutable and never writes to it.
        stream.next_in = UnsafeMutablePointer(mutating: start.assumingMemoryBound(to: UInt8.self))
        stream.avail_in = UInt32(bytes.count)
        while stream.avail_in > 0 { try pump(Z_NO_FLUSH) }
    }

    package func finish() throws {
        while try pump(Z_FINISH) != Z_STREAM_END {}
        try target.finish()
    }

    @discardableResult
    private func pump(_ flush: Int32) throws -> Int32 {
        stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(buffer.count)
        let status = deflate(&stream, flush)
        guard status != Z_STREAM_ERROR else { throw TarError("The compressor failed (zlib says \(status)).") }
        try target.write(UnsafeRawBufferPointer(rebasing: buffer[..<(buffer.count - Int(stream.avail_out))]))
        return status
    }
}
