import Foundation
import GRDB
import Observations
import SQLiteStore
import Tar

/// Makes a catalogue's file and puts it in the place of the old one once it is whole and on the disk. Blocks.
struct CatalogBuilder {
    let catalog: ListedCatalog
    let folder: URL

    /// - Parameter fill: writes the rows, and tells what they come from.
    /// - Throws: what `fill` throws, `CatalogListError`, `FileError`, `StoreError`; the old file stays then.
    func build(_ fill: (Database) throws -> CatalogRecord) throws -> CatalogRecord {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let lock = try ImportLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let path = folder.appending(path: ".\(catalog.rawValue).new").path
        // Left by one that was killed.
        try? FileManager.default.removeItem(atPath: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            let database = try DatabaseQueue(path: path)
            let record = try database.inDatabase { db in
                // Until it is in its place nobody misses it.
                try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000")
                var record = CatalogRecord(origin: "", date: Date(), rows: 0, badLines: 0)
                try db.inTransaction {
                    try db.execute(sql: catalog.schema)
                    record = try fill(db)
                    for column in catalog.indexed { try db.execute(sql: "CREATE INDEX entry_by_\(column) ON entry (\(column), id)") }
                    try db.execute(
                        sql: "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)",
                        arguments: [
                            record.origin, record.date.timeIntervalSince1970, record.rows, record.badLines, record.tag, record.modified,
                        ])
                    return .commit
                }
                return record
            }
            try database.close()
            try PlainFile.reading(path).sync()
            let target = CatalogFolder.file(of: catalog, in: folder).path
            guard rename(path, target) == 0 else { throw FileError("Replacing", target) }
            return record
        } catch let error as DatabaseError {
            throw StoreError(message: "the catalogue \(path) cannot be written (\(error.message ?? "\(error.resultCode)"))")
        }
    }
}

/// One import at a time in a folder, whichever process does it.
final class ImportLock {
    private let descriptor: Int32

    init(_ folder: URL) throws {
        let path = folder.appending(path: ".import.lock").path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError("Making", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw CatalogListError("Another import into \(folder.path) is under way.")
        }
    }

    deinit { close(descriptor) }
}
