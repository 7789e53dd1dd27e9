extension WebPContainer {
    /// More chunks than any real file has that is no animation.
    private static let chunksMax = 1 << 16

    static func metadata(of file: FileBytes) throws -> PictureMetadata {
        var found = PictureMetadata()
        var position = headerLength
        for _ in 0..<chunksMax {
            let head = try file.bytes(at: position, count: 8)
            guard head.count == 8 else { break }
            let length = head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            func content(limit: Int) throws -> [UInt8]? {
                guard length <= limit else { return nil }
                let bytes = try file.bytes(at: position + 8, count: length)
                return bytes.count == length ? bytes : nil
            }
            switch String(decoding: head[0..<4], as: UTF8.self) {
            case "ICCP": found.icc = try found.icc ?? content(limit: PictureMetadata.iccBytesMax)
            case "EXIF":
                let block = try content(limit: PictureMetadata.exifBytesMax)
                // Some writers keep the prefix that JPEG files have.
                found.exif = found.exif ?? block.map { $0.starts(with: EXIFBlock.prefix) ? Array($0.dropFirst(6)) : $0 }
            case "XMP ": found.xmp = try found.xmp ?? content(limit: PictureMetadata.xmpBytesMax).flatMap(PictureMetadata.text)
            default: break
            }
            position += 8 + length + length % 2
        }
        return found
    }
}
