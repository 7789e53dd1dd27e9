import CZLIB

/// Expands what is read.
package final class GzipSource: ByteSource {
    private let source: any ByteSource
    private var stream = z_stream()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    private var ended = false

    package init(_ source: any ByteSource) throws {
        self.source = source
        let status = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw TarError("The expander cannot start (zlib says \(status)).") }
    }

    deinit {
        inflateEnd(&stream)
        buffer.deallocate()
    }

    package func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(target.count)
        while !ended && stream.avail_out > 0 {
            if stream.avail_in == 0 {
                let count = try source.read(into: buffer)
                guard count > 0 else { throw TarError("The compressed archive ends in the middle.") }
                stream.next_in = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_in = UInt32(count)
            }
            let status = inflate(&stream, Z_NO_FLUSH)
            if status == Z_STREAM_END {
                ended = true
            } else if status != Z_OK && status != Z_BUF_ERROR {
                throw TarError("The compressed archive is damaged (zlib says \(status)).")
            }
        }
        return target.count - Int(stream.avail_out)
    }
}
