import FITS

/// The tables of one index file by name, with the byte order that they are stored in.
struct IndexTables: Sendable {
    let file: MappedFile
    let order: ByteOrder
    let primary: FITSHeader
    let all: [IndexTable]

    /// - Throws: `StarIndexError` when the file is cut, not FITS, or FITS but not an astrometry.net index.
    init(file: MappedFile) throws {
        self.file = file
        all = try IndexTable.all(in: file)
        guard let primary = all.first?.header, all.contains(where: { $0.name == "quads" }) else {
            throw StarIndexError(path: file.path, message: "is FITS, but not an astrometry.net index (it has no quads)")
        }
        guard let order = primary.string("ENDIAN").flatMap(ByteOrder.init(card:)) else {
            throw StarIndexError(path: file.path, message: "does not say in which byte order it is stored (card ENDIAN)")
        }
        self.primary = primary
        self.order = order
    }

    subscript(_ name: String) -> IndexTable? {
        all.first { $0.name == name }
    }

    func table(_ name: String) throws -> IndexTable {
        guard let table = self[name] else {
            throw StarIndexError(path: file.path, message: "lacks its table \"\(name)\"")
        }
        return table
    }
}
