/// The brightness ranks of an index file's stars (`sweep`), one byte each.
///
/// Sendable because it only reads, and what it reads is a mapping that nobody writes to.
struct RankColumn: @unchecked Sendable {
    // Sendable because the memory is never written and `file` keeps it mapped.
    private let file: MappedFile
    private let start: UnsafeRawPointer
    private let count: Int

    init(_ table: IndexTable, in file: MappedFile, stars: Int) throws {
        guard table.rowBytes == 1, table.rows == stars, let base = file.bytes.baseAddress else {
            throw StarIndexError(path: file.path, message: "has \(table.rows) brightness ranks for \(stars) stars")
        }
        self.file = file
        start = base + table.offset
        count = table.rows
    }

    subscript(_ star: Int) -> UInt8 {
        star >= 0 && star < count ? start.load(fromByteOffset: star, as: UInt8.self) : 255
    }
}
