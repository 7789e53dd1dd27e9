public import Foundation

/// A file outside, as it was when it was read: tells the same file from another one of its name.
public struct SourceMark: Sendable, Hashable, Codable {
    /// Absolute path.
    public var path: String
    public var inode: UInt64
    /// Bytes.
    public var size: Int64
    /// Time of the last change of its content, nanoseconds since 1970.
    public var modified: Int64

    public init(path: String, inode: UInt64, size: Int64, modified: Int64) {
        self.path = path
        self.inode = inode
        self.size = size
        self.modified = modified
    }
}

/// A file that was copied into the archive and has no name there yet.
public struct IncomingFile: Sendable, Hashable, Codable {
    /// Its temporary name.
    public var name: String
    /// Where it stands, to be looked at.
    public var url: URL
    public var digest: FileDigest

    public init(name: String, url: URL, digest: FileDigest) {
        self.name = name
        self.url = url
        self.digest = digest
    }
}

/// What an ingest is about to do, written down before it is done.
///
/// It is what tells "the same photo again" from "the photo whose ingest was cut off before it left the landing pad".
public struct IngestIntent: Sendable, Hashable, Codable {
    public var taskID: String
    public var digest: FileDigest
    /// The original's name below `raw/`.
    public var originalFile: String
    /// `<taskID>_raw.<ext>` in the observation's folder.
    public var rawFile: String
    /// The temporary file it is placed from.
    public var incoming: String
    public var source: SourceMark

    public init(
        taskID: String, digest: FileDigest, originalFile: String, rawFile: String, incoming: String, source: SourceMark
    ) {
        self.taskID = taskID
        self.digest = digest
        self.originalFile = originalFile
        self.rawFile = rawFile
        self.incoming = incoming
        self.source = source
    }
}
