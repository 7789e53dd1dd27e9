extension PictureMetadata {
    /// Reads the metadata of a picture file: JPEG, PNG, TIFF, WebP, and the EXIF block of camera raw built like a TIFF file.
    ///
    /// What is damaged, larger than in any real file, or not there, is nil: it costs the metadata and not the picture. Blocks.
    ///
    /// - Parameter format: of the file; camera raw is developed into other colours, so its profile and packet are left out.
    /// - Throws: `PictureError` `.io` where the file cannot be read.
    public static func read(path: String, format: PictureFormat) throws -> PictureMetadata {
        let file = try FileBytes(path: path)
        let head = try file.bytes(at: 0, count: 12)
        var found = PictureMetadata()
        if head.starts(with: [0xFF, 0xD8]) {
            found = try JPEGSegments.metadata(of: file)
        } else if head.starts(with: PNGStructure.signature) {
            found = try PNGChunks.metadata(of: file)
        } else if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).elementsEqual(Array("WEBP".utf8)) {
            found = try WebPContainer.metadata(of: file)
        } else if [[0x49, 0x49], [0x4D, 0x4D]].contains(Array(head.prefix(2))) {
            found = tiff(TIFFStructure(file))
            if format == .raw { (found.icc, found.xmp) = (nil, nil) }
        }
        return found.sound
    }

    private static func tiff(_ structure: TIFFStructure) -> PictureMetadata {
        guard let first = structure.directories.first else { return PictureMetadata() }
        let tree = EXIFTree(structure)
        return PictureMetadata(
            icc: first.entries[0x8773].flatMap { structure.bytes($0, limit: iccBytesMax) },
            exif: tree.isEmpty ? nil : tree.block(),
            xmp: first.entries[0x02BC].flatMap { structure.bytes($0, limit: xmpBytesMax) }.flatMap(text))
    }

    /// What has the form that it should have, without what is not of its kind.
    private var sound: PictureMetadata {
        PictureMetadata(
            icc: icc.flatMap { ICCProfile.isOne($0) ? $0 : nil },
            exif: exif.flatMap { $0.count <= Self.exifBytesMax && EXIFLayout($0) != nil ? $0 : nil },
            xmp: xmp)
    }

    /// An XMP packet in UTF-8, which is what files hold; nil for other encodings.
    static func text(_ bytes: some Collection<UInt8>) -> String? {
        var bytes = bytes[...]
        // Some writers end the packet by a zero byte.
        if let end = bytes.firstIndex(of: 0) { bytes = bytes[..<end] }
        return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
    }
}

enum ICCProfile {
    /// Long enough for its header, with the header's signature.
    static func isOne(_ bytes: [UInt8]) -> Bool { bytes.count >= 132 && bytes[36..<40].elementsEqual(Array("acsp".utf8)) }

    /// Whether it is for pixels of this number of channels; others would be shown in wrong colours or not at all.
    static func fits(_ profile: [UInt8], channels: Int) -> Bool {
        profile.count >= 132 && profile[16..<20].elementsEqual(Array((channels == 1 ? "GRAY" : "RGB ").utf8))
    }
}
