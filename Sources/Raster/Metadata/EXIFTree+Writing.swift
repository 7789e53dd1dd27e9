extension EXIFTree {
    /// An EXIF block of these values for an upright picture, little-endian, from its TIFF header on.
    func block() -> [UInt8] {
        var writer = TIFFDirectoryWriter(base: 0, isBig: false)
        writer.bytes = [0x49, 0x49, 42, 0, 8, 0, 0, 0]
        writer.append(picture + [Value(tag: 0x0112, type: 3, count: 1, bytes: [1, 0])], directories)
        return writer.bytes
    }

    /// The directories below the first one, each with the tag that points to it.
    var directories: [TIFFDirectoryWriter.Below] {
        var below: [TIFFDirectoryWriter.Below] = []
        if !exif.isEmpty || !interoperability.isEmpty {
            let inner =
                interoperability.isEmpty
                ? [] : [TIFFDirectoryWriter.Below(tag: EXIFPointer.interoperability, values: interoperability)]
            below.append(TIFFDirectoryWriter.Below(tag: EXIFPointer.exif, values: exif, below: inner))
        }
        if !gps.isEmpty { below.append(TIFFDirectoryWriter.Below(tag: EXIFPointer.gps, values: gps)) }
        return below
    }

    /// Without what camera makers add for themselves, which is what makes blocks large.
    var withoutMakerNotes: EXIFTree {
        var tree = self
        tree.exif.removeAll { $0.tag == 0x927C }
        return tree
    }
}
