extension TIFFStructure {
    /// Every value, strip and tile of every directory lies within the file.
    func checkComplete() throws {
        if let problem { throw problem }
        guard !directories.isEmpty else { throw PictureError(.truncated, "the TIFF file has no directory") }
        var pieces = 0
        for directory in directories {
            for (tag, entry) in directory.entries {
                // Longer than the file is longer than Int can hold too.
                let (length, overflow) = entry.count.multipliedReportingOverflow(by: Self.width(of: entry.type))
                guard !overflow, length <= file.count, entry.offset <= file.count - length || length == 0 else {
                    throw PictureError(.truncated, "the TIFF file ends within the value of tag \(tag)")
                }
            }
            pieces += try checkPieces(offsets: 0x0111, lengths: 0x0117, directory, "strip")
            pieces += try checkPieces(offsets: 0x0144, lengths: 0x0145, directory, "tile")
        }
        guard pieces > 0 else { throw PictureError(.damaged, "the TIFF file holds no picture data") }
    }

    /// Strips of a huge picture can be many; a list of them is read in parts.
    private func checkPieces(offsets: UInt16, lengths: UInt16, _ directory: Directory, _ what: String) throws -> Int {
        guard let places = directory.entries[offsets] else { return 0 }
        guard let sizes = directory.entries[lengths], sizes.count == places.count else {
            throw PictureError(.damaged, "the TIFF file does not say how long its \(what)s are")
        }
        let (placeWidth, sizeWidth) = (Self.width(of: places.type), Self.width(of: sizes.type))
        guard [2, 4, 8].contains(placeWidth), [1, 2, 4, 8].contains(sizeWidth), places.count <= file.count else {
            throw PictureError(.damaged, "the TIFF file's list of \(what)s makes no sense")
        }
        for start in stride(from: 0, to: places.count, by: 4096) {
            let part = min(4096, places.count - start)
            let placeBytes = try file.exactly(part * placeWidth, at: places.offset + start * placeWidth, "its list of \(what)s")
            let sizeBytes = try file.exactly(part * sizeWidth, at: sizes.offset + start * sizeWidth, "its list of \(what)s")
            for index in 0..<part {
                let place = number(placeBytes[index * placeWidth..<(index + 1) * placeWidth])
                let size = number(sizeBytes[index * sizeWidth..<(index + 1) * sizeWidth])
                guard place <= file.count, size <= file.count - place else {
                    throw PictureError(.truncated, "the TIFF file ends within \(what) \(start + index)")
                }
            }
        }
        return places.count
    }
}
