/// The RIFF file around a coded WebP picture.
enum WebPContainer {
    /// The pieces of a file with the picture's metadata, in the order of the format: features, profile, picture, EXIF, XMP.
    ///
    /// - Parameter coded: a plain file of libwebp's: RIFF header and one chunk.
    /// - Returns: what stands before the picture's chunk, and behind it.
    static func around(
        _ coded: UnsafeRawBufferPointer, size: PixelSize, metadata: PictureMetadata
    ) -> (before: [UInt8], after: [UInt8]) {
        var features: UInt8 = 0
        var (before, after): ([UInt8], [UInt8]) = ([], [])
        if let icc = metadata.icc {
            features |= 0x20
            before += chunk("ICCP", icc)
        }
        if let exif = metadata.exif {
            features |= 0x08
            after += chunk("EXIF", exif)
        }
        if let xmp = metadata.xmp {
            features |= 0x04
            after += chunk("XMP ", Array(xmp.utf8))
        }
        let extended = chunk("VP8X", [features, 0, 0, 0] + little(size.width - 1, bytes: 3) + little(size.height - 1, bytes: 3))
        let length = 4 + extended.count + before.count + coded.count - headerLength + after.count
        return (Array("RIFF".utf8) + little(length, bytes: 4) + Array("WEBP".utf8) + extended + before, after)
    }

    /// "RIFF", length, "WEBP".
    static let headerLength = 12

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        Array(name.utf8) + little(content.count, bytes: 4) + content + (content.count % 2 == 1 ? [0] : [])
    }

    private static func little(_ value: Int, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
