import Foundation
import Tar

/// How a backup is laid out: a tar file that holds, in this order, `astrobase-backup.json`, `astrobase.sqlite`, `landing_pad/…`,
/// `data/…` and `manifest.jsonl`.
///
/// The manifest has a line for each entry before it, in their order, with its SHA-256: it can only be written last, since a
/// backup of a large archive is read and hashed once, on its way into the file.
enum BackupFormat {
    static let version = 1
    static let head = "astrobase-backup.json"
    static let database = "astrobase.sqlite"
    static let landingPad = "landing_pad/"
    static let data = "data/"
    static let manifest = "manifest.jsonl"

    /// What the first entry says.
    struct Head: Codable {
        var format: Int
        var created: String
    }

    /// A line of the manifest.
    struct Line: Codable {
        var path: String
        var bytes: Int64
        var sha256: String
        /// The earlier entry that has the same content, where this one is a second name of it.
        var link: String?
    }

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }

    /// Tells tar and gzip apart by the file's first bytes.
    static func source(_ file: PlainFile) throws -> any ByteSource {
        var magic: [UInt8] = [0, 0]
        guard pread(file.descriptor, &magic, 2, 0) == 2 else { throw BackupError("\(file.path) is empty.") }
        return magic == [0x1f, 0x8b] ? try GzipSource(file) : file
    }
}

/// What a backup did.
public struct BackupReport: Sendable, Hashable, Codable {
    public var file: String
    /// Size of the backup.
    public var bytes: Int64 = 0
    public var observations = 0
    /// Files in it, the database included.
    public var files = 0
    /// What was not as the records say: it is in the backup as it was found, or missing there. Empty when all is well.
    public var problems: [String] = []
    public var seconds: Double = 0

    public init(file: String) { self.file = file }
}

/// How far a backup, restore or verify is.
public struct OperationProgress: Sendable, Hashable {
    public var files: Int
    public var bytes: Int64

    public init(files: Int, bytes: Int64) {
        self.files = files
        self.bytes = bytes
    }
}
