import CPNG

/// The chunks of PNG files that hold metadata.
enum PNGChunks {
    private static let xmpKeyword: [UInt8] = Array("XML:com.adobe.xmp".utf8)
    /// More chunks than any real file has.
    private static let chunksMax = 1 << 20

    /// Reads the chunks up to the end, as some writers put metadata behind the pixels.
    static func metadata(of file: FileBytes) throws -> PictureMetadata {
        var found = PictureMetadata()
        var position = PNGStructure.signature.count
        for _ in 0..<chunksMax {
            let head = try file.bytes(at: position, count: 8)
            guard head.count == 8 else { break }
            let length = head[0..<4].reduce(0) { $0 << 8 | Int($1) }
            let name = String(decoding: head[4..<8], as: UTF8.self)
            func content(limit: Int) throws -> [UInt8]? {
                guard length <= limit else { return nil }
                let bytes = try file.bytes(at: position + 8, count: length)
                return bytes.count == length ? bytes : nil
            }
            switch name {
            case "IEND": return found
            case "eXIf":
                let block = try content(limit: PictureMetadata.exifBytesMax)
                // Some writers keep the prefix that JPEG files have.
                found.exif = found.exif ?? block.map { $0.starts(with: EXIFBlock.prefix) ? Array($0.dropFirst(6)) : $0 }
            case "iCCP": found.icc = try found.icc ?? content(limit: PictureMetadata.iccBytesMax).flatMap(profile)
            case "iTXt": found.xmp = try found.xmp ?? content(limit: PictureMetadata.xmpBytesMax).flatMap(packet)
            default: break
            }
            position += 12 + length
        }
        return found
    }

    /// Name, zero, method 0, zlib data.
    private static func profile(_ chunk: [UInt8]) -> [UInt8]? {
        guard let end = chunk.prefix(80).firstIndex(of: 0), end + 2 < chunk.count, chunk[end + 1] == 0 else { return nil }
        return inflated(chunk[(end + 2)...], limit: PictureMetadata.iccBytesMax)
    }

    /// Keyword, zero, whether packed, method, language, zero, translated keyword, zero, text.
    private static func packet(_ chunk: [UInt8]) -> String? {
        guard chunk.starts(with: xmpKeyword + [0]), chunk.count > xmpKeyword.count + 3 else { return nil }
        let isPacked = chunk[xmpKeyword.count + 1] == 1
        let rest = chunk[(xmpKeyword.count + 3)...]
        guard let language = rest.firstIndex(of: 0), let translated = rest[(language + 1)...].firstIndex(of: 0) else {
            return nil
        }
        let text = rest[(translated + 1)...]
        return isPacked
            ? inflated(text, limit: PictureMetadata.xmpBytesMax).flatMap(PictureMetadata.text) : PictureMetadata.text(text)
    }

    /// The memory grows with what comes out, so that a small chunk that claims nothing costs little.
    private static func inflated(_ packed: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
        var capacity = min(limit, max(4096, packed.count * 8))
        while true {
            let out = packed.withUnsafeBufferPointer { packed in
                [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
                    filled = max(0, cpng_inflate(packed.baseAddress, packed.count, buffer.baseAddress, buffer.count))
                }
            }
            if !out.isEmpty { return out }
            guard capacity < limit else { return nil }
            capacity = min(limit, capacity * 8)
        }
    }

    static func chunks(for metadata: PictureMetadata) -> [PNGEncoder.Chunk] {
        var chunks: [PNGEncoder.Chunk] = []
        if let icc = metadata.icc {
            let packed = [UInt8](unsafeUninitializedCapacity: cpng_deflate_bound(icc.count)) { buffer, filled in
                filled = max(0, cpng_deflate(icc, icc.count, buffer.baseAddress, buffer.count))
            }
            chunks.append(PNGEncoder.Chunk(name: "iCCP", bytes: Array("ICC profile".utf8) + [0, 0] + packed))
        }
        if let exif = metadata.exif { chunks.append(PNGEncoder.Chunk(name: "eXIf", bytes: exif)) }
        if let xmp = metadata.xmp {
            chunks.append(PNGEncoder.Chunk(name: "iTXt", bytes: xmpKeyword + [0, 0, 0, 0, 0] + Array(xmp.utf8)))
        }
        return chunks
    }
}
