/// Whole numbers of an index file, read where they lie.
///
/// Sendable because it only reads, and what it reads is a mapping that nobody writes to.
struct IndexColumn<Word: FixedWidthInteger & Sendable>: @unchecked Sendable {
    // Sendable because the memory is never written and `file` keeps it mapped.
    private let file: MappedFile
    private let start: UnsafeRawPointer
    private let swapped: Bool
    /// How many numbers there are.
    let count: Int

    /// - Parameter perRow: how many numbers make a row; the rows must be just as long as these.
    init(_ table: IndexTable, in file: MappedFile, perRow: Int, order: ByteOrder) throws {
        guard table.rowBytes == perRow * MemoryLayout<Word>.size, let base = file.bytes.baseAddress else {
            throw StarIndexError(
                path: file.path,
                message: "has rows of \(table.rowBytes) bytes in its table \"\(table.name)\" "
                    + "where \(perRow * MemoryLayout<Word>.size) are expected")
        }
        self.file = file
        start = base + table.offset
        swapped = order != .native
        count = table.rows * perRow
    }

    /// All numbers as they are stored, for loops that cannot afford a check at each.
    ///
    /// - Parameter body: gets the numbers, `count` of them, and whether their bytes are to be swapped.
    @inline(__always)
    func withWords<R>(_ body: (UnsafePointer<Word>, Bool) -> R) -> R {
        body(start.assumingMemoryBound(to: Word.self), swapped)
    }

    subscript(_ index: Int) -> Word {
        precondition(index >= 0 && index < count)
        let word = start.load(fromByteOffset: index * MemoryLayout<Word>.size, as: Word.self)
        return swapped ? word.byteSwapped : word
    }
}
