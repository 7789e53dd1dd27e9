/// Writes an image as the primary unit of a new FITS file, one row in memory at a time.
public enum FITSImageWriter {
    /// - Parameters:
    ///   - path: a plain file name; a file of this name is replaced.
    ///   - planes: 1, or 3 for colour; NAXIS3 is written where there is more than one.
    ///   - cards: further cards; those that describe the data's layout (BITPIX, NAXIS…, BZERO, BSCALE, EXTEND…) are left out.
    ///   - row: fills `width` samples in native byte order; called plane by plane, row by row, row 0 first in the file.
    /// - Throws: `FITSError`, or what `row` throws; the unfinished file is left for the caller to remove.
    public static func write(
        path: String, width: Int, height: Int, planes: Int, sample: FITSSample, cards: [FITSCard],
        row: (_ plane: Int, _ row: Int, _ out: UnsafeMutableRawPointer) throws -> Void
    ) throws {
        guard (1...1 << 24).contains(width), (1...1 << 24).contains(height), (1...1 << 16).contains(planes) else {
            throw FITSError("\(path): an image of \(width) x \(height) x \(planes) cannot be written")
        }
        let output = try FITSOutput(path: path)
        try output.write(header(width, height, planes, sample, cards).serialized())
        let line = UnsafeMutableRawBufferPointer.allocate(byteCount: width * sample.bytes, alignment: 16)
        defer { line.deallocate() }
        guard let start = line.baseAddress else { throw FITSError("\(path): no memory for a row of \(width)") }
        for plane in 0..<planes {
            for index in 0..<height {
                try row(plane, index, start)
                swap(line, sample)
                try output.write(UnsafeRawBufferPointer(line))
            }
        }
        try output.pad()
        try output.finish()
    }

    /// Writes a file without data that holds these cards, as astrometry.net's `.wcs` files.
    public static func writeHeaderOnly(path: String, header: FITSHeader) throws {
        let output = try FITSOutput(path: path)
        let cards: [FITSCard] = [
            FITSCard("SIMPLE", true, comment: "conforms to FITS standard"), FITSCard("BITPIX", 8),
            FITSCard("NAXIS", 0, comment: "header only"), FITSCard("EXTEND", true),
        ]
        try output.write(FITSHeader(cards: cards + FITSLayout.without(header.cards)).serialized())
        try output.finish()
    }

    private static func header(
        _ width: Int, _ height: Int, _ planes: Int, _ sample: FITSSample, _ cards: [FITSCard]
    ) -> FITSHeader {
        var all = [
            FITSCard("SIMPLE", true, comment: "conforms to FITS standard"),
            FITSCard("BITPIX", .integer(sample.bitpix), comment: "bits per sample"),
            FITSCard("NAXIS", .integer(planes > 1 ? 3 : 2), comment: "number of axes"),
            FITSCard("NAXIS1", .integer(width), comment: "pixels per row"),
            FITSCard("NAXIS2", .integer(height), comment: "rows"),
        ]
        if planes > 1 { all.append(FITSCard("NAXIS3", .integer(planes), comment: "colour planes")) }
        all.append(FITSCard("EXTEND", true))
        if sample == .u16 {
            all.append(FITSCard("BZERO", 32768, comment: "unsigned samples"))
            all.append(FITSCard("BSCALE", 1))
        }
        return FITSHeader(cards: all + FITSLayout.without(cards))
    }

    /// To big-endian, and unsigned 16 bit to signed (32768 less).
    private static func swap(_ line: UnsafeMutableRawBufferPointer, _ sample: FITSSample) {
        switch sample {
        case .u8: break
        case .u16:
            let samples = line.bindMemory(to: UInt16.self)
            for index in samples.indices { samples[index] = (samples[index] ^ 0x8000).bigEndian }
        case .f32:
            let samples = line.bindMemory(to: UInt32.self)
            for index in samples.indices { samples[index] = samples[index].bigEndian }
        }
    }
}
