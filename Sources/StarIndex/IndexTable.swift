import FITS
import Foundation

/// One header-and-data unit of an index file: a table by the name of its first column, its data still in place.
struct IndexTable: Sendable {
    /// `TTYPE1`; empty for the primary header.
    let name: String
    let header: FITSHeader
    /// Where the data start in the file, a multiple of 2880, so that numbers of up to 16 bytes are aligned.
    let offset: Int
    let rowBytes: Int
    let rows: Int
}

extension IndexTable {
    static let blockSize = 2880
    static let cardSize = 80
    /// No index has a header near this; it keeps a damaged file from being searched to its end.
    private static let headerLimit = 4 << 20

    /// Walks through all units of a file.
    /// - Throws: `StarIndexError` for a file that is not FITS, or whose headers promise more than it holds.
    static func all(in file: MappedFile) throws -> [IndexTable] {
        var tables: [IndexTable] = []
        var position = 0
        while position < file.bytes.count {
            guard file.bytes.hasText(tables.isEmpty ? "SIMPLE  =" : "XTENSION=", at: position) else {
                if tables.isEmpty { throw StarIndexError(path: file.path, message: "is not a FITS file") }
                break  // the standard allows anything after the last unit
            }
            let headerEnd = try endOfHeader(in: file, at: position)
            let header: FITSHeader
            do {
                header = try FITSHeader(parsing: Data(file.bytes[position..<headerEnd]))
            } catch {
                throw StarIndexError(path: file.path, message: "has a damaged header at byte \(position): \(error)")
            }
            let name = header.string("TTYPE1") ?? ""
            guard let size = dataSize(header) else {
                throw StarIndexError(path: file.path, message: "states an impossible size for its table \"\(name)\"")
            }
            guard size <= file.bytes.count - headerEnd else {
                throw StarIndexError(
                    path: file.path,
                    message: "is cut short: its table \"\(name)\" needs \(size) bytes from byte \(headerEnd) on, "
                        + "the file ends at byte \(file.bytes.count)")
            }
            tables.append(
                IndexTable(
                    name: name, header: header, offset: headerEnd,
                    rowBytes: size == 0 ? 0 : header.integer("NAXIS1") ?? 0,
                    rows: size == 0 ? 0 : header.integer("NAXIS2") ?? 0))
            // The size is no larger than the file, so this cannot overflow.
            position = headerEnd + (size + blockSize - 1) / blockSize * blockSize
        }
        return tables
    }

    private static func endOfHeader(in file: MappedFile, at start: Int) throws -> Int {
        var card = start
        while card + cardSize <= min(file.bytes.count, start + headerLimit) {
            if file.bytes.hasText("END     ", at: card) {
                let blocks = (card - start) / blockSize + 1
                return min(file.bytes.count, start + blocks * blockSize)
            }
            card += cardSize
        }
        throw StarIndexError(path: file.path, message: "is cut short: the header at byte \(start) has no end")
    }

    /// The bytes of data that a header announces, nil where the numbers make no sense.
    private static func dataSize(_ header: FITSHeader) -> Int? {
        let axes = header.integer("NAXIS") ?? 0
        guard axes > 0 else { return axes == 0 ? 0 : nil }
        guard axes <= 2, let bits = header.integer("BITPIX"), [8, 16, 32, 64, -32, -64].contains(bits) else { return nil }
        var elements = 1
        for axis in 1...axes {
            guard let length = header.integer("NAXIS\(axis)"), length >= 0 else { return nil }
            let (product, overflow) = elements.multipliedReportingOverflow(by: length)
            guard !overflow else { return nil }
            elements = product
        }
        let heap = header.integer("PCOUNT") ?? 0
        guard heap >= 0 else { return nil }
        let (sum, tooMany) = elements.addingReportingOverflow(heap)
        let (size, tooLarge) = sum.multipliedReportingOverflow(by: abs(bits) / 8)
        return tooMany || tooLarge ? nil : size
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func hasText(_ text: String, at position: Int) -> Bool {
        position + text.utf8.count <= count && text.utf8.elementsEqual(self[position..<position + text.utf8.count])
    }
}
