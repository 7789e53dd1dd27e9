import Foundation

/// Changes cards of a FITS file's image and leaves everything else as it is, to the bit.
public enum FITSHeaderUpdate {
    private static let cardLength = 80

    /// Puts cards into the header of the first image in place of those of the same keyword and of those that `removing` names.
    ///
    /// The file is replaced whole: there is never half of one.
    ///
    /// - Throws: `FITSError`; a gzipped file is refused.
    public static func change(_ path: String, to cards: [FITSCard], removing: (String) -> Bool) throws {
        let hdu = try FITSImageFinder.find(path: path).info.hdu
        var found: FITSUnit?
        try FITSUnits.walk(path: path) { unit in
            found = unit
            return unit.number == hdu
        }
        let file = URL(fileURLWithPath: path)
        guard let unit = found, let data = try? Data(contentsOf: file, options: .alwaysMapped),
            data.starts(with: Data("SIMPLE".utf8)), unit.dataStart <= data.count
        else { throw FITSError("\(path): only a plain FITS file's header can be changed; unpack it first") }

        let new = Set(cards.map(\.keyword))
        var header = Data()
        var isKept = true
        for start in stride(from: unit.start, to: unit.dataStart, by: cardLength) {
            let card = data[start..<start + cardLength]
            let keyword = String(decoding: card.prefix(8), as: UTF8.self).trimmingCharacters(in: .whitespaces)
            if keyword == "END" { break }
            // What goes on from a card shares its fate.
            if keyword != "CONTINUE" { isKept = !(new.contains(keyword) || removing(keyword)) }
            if isKept { header.append(card) }
        }
        // Cards that were there, then the new ones with their END, in whole blocks again.
        var added = FITSHeader(cards: cards).serialized()
        while added.suffix(cardLength).allSatisfy({ $0 == UInt8(ascii: " ") }) { added.removeLast(cardLength) }
        header.append(added)
        let excess = header.count % FITSHeader.blockLength
        if excess > 0 { header.append(Data(repeating: UInt8(ascii: " "), count: FITSHeader.blockLength - excess)) }
        do {
            try (data[..<unit.start] + header + data[unit.dataStart...]).write(to: file, options: .atomic)
        } catch {
            throw FITSError("\(path): cannot be written: \(error.localizedDescription)")
        }
    }
}
