import Foundation

/// Walks through a file's header-data units and holds each against the file's length.
enum FITSUnits {
    /// More cards than any sane header has; a file without END must not be read whole in search of it.
    private static let mostBlocks = 4000
    /// Units looked at before giving up.
    private static let mostUnits = 2000
    /// cfitsio unpacks a gzipped file into memory as a whole; one that grows beyond this is refused.
    private static let mostUnpacked = 4 << 30

    /// Calls `visit` for each unit whose data is in the file completely, until it answers true.
    ///
    /// - Throws: `FITSError` where the file is no FITS file, or ends before the data that its headers announce.
    static func walk(path: String, until visit: (FITSUnit) throws -> Bool) throws {
        let source = try FITSByteSource(path: path)
        var position = 0
        for number in 0..<mostUnits {
            guard let data = try header(source, number) else { break }
            var unit = try FITSUnit(number: number, header: data.header, path: path)
            try checkTable(unit, path)
            unit.start = position
            position += data.length
            unit.dataStart = position
            if source.isGzipped, position + unit.dataLength > mostUnpacked {
                throw FITSError("\(path): a gzipped file of more than \(mostUnpacked >> 30) GB; unpack it first")
            }
            let there = try source.skip(unit.paddedLength)
            guard there >= unit.dataLength else {
                throw FITSError(
                    "\(path): truncated: unit \(number) announces \(unit.dataLength) bytes of data, \(there) are there")
            }
            position += there
            if try visit(unit) {
                try checkRest(source, position)
                return
            }
        }
    }

    /// cfitsio reads the table keywords of every unit on the way to the wanted one, and trusts them.
    private static func checkTable(_ unit: FITSUnit, _ path: String) throws {
        guard unit.number > 0 else { return }
        switch unit.header["ZIMAGE"] {
        case .logical(true): _ = try CompressedImageHeader(unit, path: path)
        case .logical(false): break
        default:
            guard !unit.header.contains("ZIMAGE") else {
                throw FITSError("\(path): header of unit \(unit.number): ZIMAGE is neither T nor F")
            }
        }
    }

    /// What follows in a gzipped file would be unpacked too.
    private static func checkRest(_ source: FITSByteSource, _ position: Int) throws {
        guard source.isGzipped else { return }
        // A cut stream would also keep cfitsio unpacking without end.
        let most = mostUnpacked - position
        guard try source.skip(most + 1) <= most else {
            throw FITSError("\(source.path): a gzipped file of more than \(mostUnpacked >> 30) GB; unpack it first")
        }
        guard source.endsWell else { throw FITSError("\(source.path): truncated: its gzip data ends too early") }
    }

    private static func header(_ source: FITSByteSource, _ number: Int) throws -> (header: FITSHeader, length: Int)? {
        var text: [UInt8] = []
        for _ in 0..<mostBlocks {
            let block = try source.read(FITSHeader.blockLength)
            if text.isEmpty, !begins(block, number) {
                // After the last unit there may be anything ("special records"); before the first there may not.
                guard number == 0 else { return nil }
                throw FITSError("\(source.path): is not a FITS file: it does not begin with SIMPLE")
            }
            guard block.count == FITSHeader.blockLength else {
                throw FITSError("\(source.path): truncated: it ends inside the header of unit \(number)")
            }
            text += block
            if hasEnd(block) { return (try FITSHeader(parsing: .init(text)), text.count) }
        }
        throw FITSError("\(source.path): the header of unit \(number) has no END")
    }

    private static func begins(_ block: [UInt8], _ number: Int) -> Bool {
        block.starts(with: (number == 0 ? "SIMPLE  =" : "XTENSION=").utf8)
    }

    private static func hasEnd(_ block: [UInt8]) -> Bool {
        stride(from: 0, to: block.count, by: FITSHeader.cardLength).contains {
            CardParser.isEnd(Array(block[$0..<$0 + 8]))
        }
    }
}
