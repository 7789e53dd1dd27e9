import CFITSIO
import Foundation

/// The gzipped tiles of a compressed image, looked through before cfitsio unpacks them: cfitsio 4.2 unpacks a stream that ends too
/// early without end, asking for ever more memory.
struct GzipTiles {
    private let unit: FITSUnit
    private let path: String
    private let tileBytes: Int
    /// First byte in a row, and whether descriptors are of 64 bits.
    private var columns: [(offset: Int, isWide: Bool)] = []

    /// - Parameter tileBytes: no tile may unpack to more.
    init?(_ unit: FITSUnit, path: String, tileBytes: Int) throws {
        (self.unit, self.path, self.tileBytes) = (unit, path, tileBytes)
        let method = unit.header.string("ZCMPTYPE") ?? ""
        var offset = 0
        for (index, form) in try TableForm.all(in: unit.header, wrong: { FITSError("\(path): \($0)") }).enumerated() {
            let name = unit.header.string("TTYPE\(index + 1)")?.uppercased()
            let isGzip = name == "GZIP_COMPRESSED_DATA" || name == "COMPRESSED_DATA" && method.hasPrefix("GZIP")
            if isGzip, form.repeatCount == 1, "PQ".contains(form.code) { columns.append((offset, form.code == "Q")) }
            offset += form.width
        }
        if columns.isEmpty { return nil }
    }

    /// - Throws: `FITSError` where a tile lies outside the file's data, or does not unpack to an end.
    func check() throws {
        let data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        try data.withUnsafeBytes { file in
            guard unit.dataStart + unit.dataLength <= file.count else {
                throw FITSError("\(path): a compressed image gzipped once more; unpack it first")
            }
            let bytes = UnsafeRawBufferPointer(rebasing: file[unit.dataStart..<unit.dataStart + unit.dataLength])
            let heap = unit.header.integer("THEAP") ?? unit.axes[0] * unit.axes[1]
            for row in 0..<unit.axes[1] {
                for column in columns {
                    let (length, start) = descriptor(bytes, row * unit.axes[0] + column.offset, column.isWide)
                    guard length > 0 else { continue }
                    let room = bytes.count - heap
                    guard start >= 0, start <= room, length <= room - start else { throw damaged(row) }
                    let packed = UnsafeRawBufferPointer(rebasing: bytes[heap + start..<heap + start + length])
                    guard Self.unpacks(packed, atMost: tileBytes) else { throw damaged(row) }
                }
            }
        }
    }

    private func damaged(_ row: Int) -> FITSError {
        FITSError("\(path): damaged: tile \(row + 1) of its compressed image cannot be unpacked")
    }

    private func descriptor(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ isWide: Bool) -> (length: Int, start: Int) {
        func number<T: FixedWidthInteger>(_ offset: Int, _: T.Type) -> Int {
            Int(T(bigEndian: bytes.loadUnaligned(fromByteOffset: place + offset, as: T.self)))
        }
        return isWide ? (number(0, Int64.self), number(8, Int64.self)) : (number(0, Int32.self), number(4, Int32.self))
    }

    private static func unpacks(_ packed: UnsafeRawBufferPointer, atMost limit: Int) -> Bool {
        var stream = z_stream()
        // 15 bits of window, and 16 for a gzip header: as cfitsio does.
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return false }
        defer { inflateEnd(&stream) }
        // zlib does not write to its input; the pointer is not const for old compilers' sake.
        stream.next_in = UnsafeMutablePointer(mutating: packed.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(clamping: packed.count)
        return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { out in
            while Int(stream.total_out) <= limit {
                stream.next_out = out.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(out.count)
                switch inflate(&stream, Z_NO_FLUSH) {
                case Z_STREAM_END: return Int(stream.total_out) <= limit
                case Z_OK: continue
                default: return false
                }
            }
            return false
        }
    }
}
