import GRDB

/// The database could not do what was asked for, for a reason outside the data.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// SQLite's primary result code; 0 where SQLite did not fail.
    public let code: Int32
    /// What failed, with SQLite's own words.
    public let message: String

    public init(code: Int32 = 0, message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: DatabaseError, path: String) {
        code = error.resultCode.rawValue
        let words = error.message ?? error.resultCode.description
        message =
            switch error.resultCode {
            case .SQLITE_FULL: "no space left on the disk for the database \(path) (\(words))"
            case .SQLITE_READONLY: "the database \(path) cannot be written (\(words)); see the rights of file and folder"
            case .SQLITE_CANTOPEN: "cannot open the database \(path) (\(words)); see that its folder exists"
            case .SQLITE_NOTADB, .SQLITE_CORRUPT: "the database \(path) is damaged (\(words)); restore a backup"
            case .SQLITE_BUSY, .SQLITE_LOCKED: "the database \(path) is held by another program (\(words)); try again"
            case .SQLITE_IOERR: "the disk failed while the database \(path) was used (\(words))"
            default: "the database \(path): \(words)"
            }
    }

    /// The disk has no space left.
    public var isDiskFull: Bool { code == ResultCode.SQLITE_FULL.rawValue }
    public var isReadOnly: Bool { code == ResultCode.SQLITE_READONLY.rawValue }
    /// Another program holds the database for longer than this one waits.
    public var isBusy: Bool { code == ResultCode.SQLITE_BUSY.rawValue || code == ResultCode.SQLITE_LOCKED.rawValue }
    public var isDamaged: Bool { code == ResultCode.SQLITE_CORRUPT.rawValue || code == ResultCode.SQLITE_NOTADB.rawValue }

    public var description: String { message }
}
