/// Puts metadata into a TIFF file that is written already: a new first directory at its end that has all entries of the old one.
enum TIFFAppendix {
    /// - Parameter path: a little-endian TIFF file with one directory, classic or BigTIFF.
    static func append(_ metadata: PictureMetadata, path: String) throws {
        var place = 0
        var writer = TIFFDirectoryWriter(base: 0, isBig: false)
        do {
            let file = try FileBytes(path: path)
            let structure = TIFFStructure(file)
            guard !structure.bigEndian else { throw PictureError(.damaged, "it is big-endian") }
            writer = TIFFDirectoryWriter(base: file.count, isBig: structure.isBig)
            let kept = try entries(of: structure)
            let tree = metadata.exif.flatMap { EXIFLayout($0) }.map { EXIFTree($0) } ?? EXIFTree()
            var values = tree.picture
            // Type 7 is of no kind, type 1 bytes: what libtiff and the XMP specification write.
            if let icc = metadata.icc { values.append(EXIFTree.Value(tag: 0x8773, type: 7, count: icc.count, bytes: icc)) }
            if let xmp = metadata.xmp {
                values.append(EXIFTree.Value(tag: 0x02BC, type: 1, count: xmp.utf8.count, bytes: Array(xmp.utf8)))
            }
            place = writer.append(values, tree.directories, kept: kept)
        } catch let error as PictureError {
            throw PictureError.unwritten(path, error.message)
        }
        guard writer.isBig || place + writer.bytes.count < 1 << 32 else {
            throw PictureError.unwritten(path, "its metadata would lie beyond 4 GB")
        }
        let pointer = (0..<(writer.isBig ? 8 : 4)).map { UInt8(truncatingIfNeeded: place >> (8 * $0)) }
        try FileOutput.amend([(writer.base, writer.bytes), (writer.isBig ? 8 : 4, pointer)], path: path)
    }

    /// The entries of the first directory as they are in the file.
    private static func entries(of structure: TIFFStructure) throws -> [UInt16: [UInt8]] {
        let (countBytes, entryBytes, wordBytes) = structure.isBig ? (8, 20, 8) : (2, 12, 4)
        let start = try structure.word(at: structure.isBig ? 8 : 4, bytes: wordBytes)
        let count = try structure.word(at: start, bytes: countBytes)
        let bytes = try structure.file.exactly(count * entryBytes, at: start + countBytes, "its directory")
        var entries: [UInt16: [UInt8]] = [:]
        for index in 0..<count {
            let entry = bytes[index * entryBytes..<(index + 1) * entryBytes]
            entries[UInt16(truncatingIfNeeded: structure.number(entry.prefix(2)))] = Array(entry)
        }
        return entries
    }
}
