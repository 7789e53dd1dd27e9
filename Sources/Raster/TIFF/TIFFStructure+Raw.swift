extension TIFFStructure {
    /// The kind of camera raw when the file is one: "DNG", "CR2", "NEF", "ARW", …; nil for an ordinary TIFF file.
    func rawSubtype() -> String? {
        guard let first = directories.first else { return nil }
        if directories.contains(where: { $0.entries[0xC612] != nil }) { return "DNG" }
        if (try? file.bytes(at: 8, count: 2)) == Array("CR".utf8) { return "CR2" }
        // Photometric interpretation "colour filter array".
        let isMosaic = directories.contains { integers(0x0106, in: $0).first == 32803 }
        let maker = (text(0x010F, in: first) ?? "").uppercased()
        let kinds = [("NIKON", "NEF"), ("SONY", "ARW"), ("PENTAX", "PEF"), ("RICOH", "PEF"), ("SAMSUNG", "SRW"), ("HASSELBLAD", "3FR")]
        if isMosaic { return kinds.first { maker.hasPrefix($0.0) }?.1 ?? "RAW" }
        // Older cameras of Sony name their raw data by the compression alone.
        if maker.hasPrefix("SONY"), directories.contains(where: { integers(0x0103, in: $0).first == 32767 }) { return "ARW" }
        return nil
    }
}
