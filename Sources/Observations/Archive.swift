public import Foundation

/// The files of all observations: originals, data products, cutouts, and the trash.
///
/// ```
/// raw/<original's name in lower case>        the photo as it came
/// <taskID>/<file>                            its products, `<taskID>_raw.<ext>` among them
/// cutouts/<folder>/<file>
/// .trash/<yyyy-MM-dd>/…                      what was deleted, in the same shape
/// .incoming/                                 unfinished files; never read by anyone else
/// ```
/// A file appears under its name whole or not at all, and what a call placed is durable when the call returns.
/// Names come from outside: every call refuses those that would leave the archive (`ArchiveError.Code.invalidName`).
public protocol Archive: Sendable {
    /// The archive's folder, an absolute path without symbolic links.
    var folder: URL { get }

    // MARK: Where things are

    /// Where a product stands or would stand; no promise that it exists.
    func location(taskID: String, filename: String) throws -> URL
    /// Where an original stands or would stand.
    func location(original name: String) throws -> URL
    /// The file at a path relative to the archive, such as `230415001/230415001_raw.jpg` or `cutouts/m42/m42_230415001.jpg`.
    ///
    /// - Throws: `ArchiveError` when the path leaves the archive, runs through a symbolic link, names something hidden or
    ///   is not an existing regular file. What a web server hands out goes through here.
    func existingFile(_ path: ArchivePath) throws -> URL
    /// Every file but the trash and unfinished ones, in order of its path.
    func files() async throws -> [ArchivedFile]
    /// Size and SHA-256 of what is in the archive now, read from the disk.
    func digest(_ path: ArchivePath) async throws -> FileDigest

    // MARK: Products

    /// Copies a file into the archive, in place of one of the same name.
    @discardableResult
    func place(_ source: URL, taskID: String, filename: String) async throws -> FileDigest
    /// Lets `write` make a file at a temporary place in the archive, then puts it there in place of one of the same name.
    ///
    /// - Parameter write: runs on a thread for blocking work; it is handed the path to write to.
    @discardableResult
    func place(
        taskID: String, filename: String, _ write: @escaping @Sendable (_ path: String) throws -> Void
    ) async throws -> FileDigest
    /// The same for a cutout, in a folder of `cutouts/` that is made where it is missing.
    @discardableResult
    func place(
        cutout filename: String, directory: String, _ write: @escaping @Sendable (_ path: String) throws -> Void
    ) async throws -> FileDigest

    /// Makes an empty folder in the archive for files in work, where nothing but the caller sees them.
    ///
    /// The caller removes it; that of a process that was killed is cleared away by `removeStrays` of the next one.
    func makeWorkFolder() async throws -> URL

    // MARK: Ingest

    /// Takes the one right to ingest into this archive, over all processes; nil when somebody else has it.
    /// It ends when the value is released or the process dies.
    func ingestRight() async throws -> (any IngestRight)?
    /// Copies a file from outside under a temporary name and hashes it on the way.
    func receive(_ source: URL) async throws -> IncomingFile
    /// Forgets a received file that is not wanted.
    func drop(_ incoming: IncomingFile) async
    /// Writes down what is about to be placed, so that a later start can finish or undo it. Nothing is placed yet.
    func begin(
        _ incoming: IncomingFile, taskID: String, originalName: String, fileExtension: String, source: SourceMark
    ) async throws -> IngestIntent
    /// Places the original and its `_raw` copy. The intent that is returned says under which name the original stands
    /// (`m42.jpg`, or `m42-2.jpg` where that was taken).
    func place(_ intent: IngestIntent) async throws -> IngestIntent
    /// The record is there and the source is gone: forgets the intent.
    func finish(_ intent: IngestIntent) async throws
    /// There will be no record: removes what was placed, and forgets the intent.
    func abandon(_ intent: IngestIntent) async throws
    /// The intents that earlier attempts left behind.
    func unfinished() async throws -> [IngestIntent]
    /// Removes temporary files that no intent names. Only while holding the right to ingest and with no ingest under way.
    func removeStrays() async throws

    // MARK: Deleting

    /// Moves an observation's folder, its cutouts and its original to the trash. What is gone already is no error.
    func trash(taskID: String, originalFile: String?) async throws
    /// Moves single products to the trash.
    func trash(products filenames: [String], taskID: String) async throws
    /// Moves a cutout to the trash. What is gone already is no error.
    func trash(cutout filename: String, directory: String) async throws
    /// Deletes for good what was put in the trash before `date`. Returns how many days' folders went.
    @discardableResult
    func purgeTrash(before date: Date) async throws -> Int
}

/// The right to ingest into an archive; `release` gives it back early.
public protocol IngestRight: Sendable {
    func release()
}

/// A file's place relative to the archive: plain names joined by `/`.
public struct ArchivePath: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Folder names and the file's name, none of them empty, hidden, `.` or `..`.
    public let components: [String]

    /// - Throws: `ArchiveError` with code `invalidName` for a path that is absolute, leaves the archive or names something hidden.
    public init(_ path: String) throws {
        try self.init(components: path.split(separator: "/", omittingEmptySubsequences: false).map(String.init))
    }

    public init(components: [String]) throws {
        guard !components.isEmpty else { throw ArchiveError(.invalidName, "an empty path names no file of the archive") }
        for component in components { try ArchivePath.check(component) }
        self.components = components
    }

    /// Throws unless `name` is a plain, visible name of a file or folder.
    public static func check(_ name: String) throws {
        let control = name.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
        guard !name.isEmpty, name.utf8.count <= 255, !name.hasPrefix("."), !name.contains("/"), !control else {
            throw ArchiveError(.invalidName, "“\(name.prefix(80))” is not a plain name of a file in the archive")
        }
    }

    public var description: String { components.joined(separator: "/") }
}

/// A file of the archive.
public struct ArchivedFile: Sendable, Hashable {
    public var path: ArchivePath
    /// Bytes.
    public var size: Int64

    public init(path: ArchivePath, size: Int64) {
        self.path = path
        self.size = size
    }
}

public struct FileDigest: Sendable, Hashable, Codable {
    /// Bytes.
    public var size: Int64
    /// Lower-case hexadecimal.
    public var sha256: String

    public init(size: Int64, sha256: String) {
        self.size = size
        self.sha256 = sha256
    }
}
