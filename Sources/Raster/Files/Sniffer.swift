import CPNG

/// Tells kinds of picture by the first bytes, and TIFF files from camera raw by their directories.
enum Sniffer {
    struct Kind: Equatable {
        var format: PictureFormat
        /// Of camera raw.
        var subtype: String?
    }

    static func kind(of file: FileBytes) throws -> Kind? {
        let head = try file.bytes(at: 0, count: 512)
        func at(_ offset: Int, _ text: String) -> Bool { head.dropFirst(offset).starts(with: Array(text.utf8)) }

        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return Kind(format: .jpeg) }
        if head.starts(with: PNGStructure.signature) { return Kind(format: .png) }
        if at(0, "RIFF"), at(8, "WEBPVP8") { return Kind(format: .webp) }
        if at(0, "SIMPLE  =") { return Kind(format: .fits) }
        if head.starts(with: [0x1F, 0x8B]) { return try isGzippedFITS(file) ? Kind(format: .fits) : nil }
        if let subtype = rawBySignature(at) { return Kind(format: .raw, subtype: subtype) }
        if at(0, "II*\0") || at(0, "MM\0*") || at(0, "II+\0") || at(0, "MM\0+") {
            let structure = TIFFStructure(file)
            return structure.rawSubtype().map { Kind(format: .raw, subtype: $0) } ?? Kind(format: .tiff)
        }
        return nil
    }

    /// Kinds of camera raw that do not begin like a TIFF file.
    private static func rawBySignature(_ at: (Int, String) -> Bool) -> String? {
        if at(4, "ftypcrx ") { return "CR3" }
        if at(0, "FUJIFILMCCD-RAW") { return "RAF" }
        if at(0, "IIRO") || at(0, "IIRS") || at(0, "MMOR") { return "ORF" }
        if at(0, "IIU\0") { return "RW2" }
        if at(6, "HEAPCCDR") { return "CRW" }
        if at(0, "FOVb") { return "X3F" }
        if at(0, "\0MRM") { return "MRW" }
        return nil
    }

    private static func isGzippedFITS(_ file: FileBytes) throws -> Bool {
        let packed = try file.bytes(at: 0, count: 4096)
        var out = [UInt8](repeating: 0, count: 80)
        let length = packed.withUnsafeBufferPointer { cpng_gunzip_prefix($0.baseAddress, $0.count, &out, 80) }
        return length >= 9 && out.starts(with: Array("SIMPLE  =".utf8))
    }
}
