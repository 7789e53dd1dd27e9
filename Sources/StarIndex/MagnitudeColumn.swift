import FITS

/// The magnitudes in the table that an index file carries along for its stars: ordinary big-endian FITS, whatever the byte
/// order of the rest.
///
/// Sendable because it only reads, and what it reads is a mapping that nobody writes to.
struct MagnitudeColumn: @unchecked Sendable {
    // Sendable because the memory is never written and `file` keeps it mapped.
    private let file: MappedFile
    private let start: UnsafeRawPointer
    private let stride: Int
    private let rows: Int
    private let isDouble: Bool
    /// The column's name, such as `MAG_VT`.
    let name: String

    /// The first column whose name starts with "mag"; nil where no table carries magnitudes.
    init?(tables: IndexTables) {
        guard let table = tables.all.first(where: { $0.header.string("AN_FILE") == "TAGALONG" }),
            let base = tables.file.bytes.baseAddress
        else { return nil }
        var offset = 0
        for column in 1...max(1, min(999, table.header.integer("TFIELDS") ?? 1)) {
            guard let form = table.header.string("TFORM\(column)"), let size = Self.byteSize(ofForm: form) else { return nil }
            let name = table.header.string("TTYPE\(column)") ?? ""
            if name.lowercased().hasPrefix("mag"), ["1E", "E", "1D", "D"].contains(form), offset + size <= table.rowBytes {
                file = tables.file
                start = base + table.offset + offset
                stride = table.rowBytes
                rows = table.rows
                isDouble = size == 8
                self.name = name
                return
            }
            offset += size
            guard offset <= table.rowBytes else { return nil }
        }
        return nil
    }

    /// NaN for a row that the table does not have.
    subscript(_ row: Int) -> Double {
        guard row >= 0, row < rows else { return .nan }
        if isDouble {
            return Double(bitPattern: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: row * stride, as: UInt64.self)))
        }
        return Double(Float(bitPattern: UInt32(bigEndian: start.loadUnaligned(fromByteOffset: row * stride, as: UInt32.self))))
    }

    /// The width of a binary-table column such as `1E` or `16A` (FITS standard 4.0, table 18).
    private static func byteSize(ofForm form: String) -> Int? {
        let digits = form.prefix { $0.isASCII && $0.isNumber }
        guard let count = digits.isEmpty ? 1 : Int(digits), count <= 1 << 20, let code = form.dropFirst(digits.count).first
        else { return nil }
        let sizes: [Character: Int] = [
            "L": 1, "B": 1, "A": 1, "I": 2, "J": 4, "E": 4, "K": 8, "D": 8, "C": 8, "P": 8, "M": 16, "Q": 16,
        ]
        if code == "X" { return (count + 7) / 8 }
        return sizes[code].map { $0 * count }
    }
}
