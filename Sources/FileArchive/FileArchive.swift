public import Foundation
import Glibc
public import Observations
import Synchronization
import Threads

/// The `Archive` on a folder.
///
/// A file is written under a temporary name in `.incoming/`, hence in the same file system, then synced, then linked or
/// renamed to its name; at last the folder that holds the name is synced. What a call placed survives a power cut.
public struct FileArchive: Archive {
    public let folder: URL
    /// `folder` as a path without a slash at its end.
    let root: String
    let pool: BlockingPool
    let clones: CloneSupport
    /// Tells the products that this value is writing from those of a process that is gone.
    private let token = UUID().uuidString
    /// Called with the name of each step before it is done; tests cut an operation off there.
    let probe: @Sendable (_ step: String) throws -> Void

    /// Uses a folder as an archive, and makes it where it does not exist.
    ///
    /// - Parameters:
    ///   - folder: may itself be reached through symbolic links; inside of it none is followed.
    ///   - width: how many file operations run at the same time.
    /// - Throws: `ArchiveError` when there is no such folder and none can be made. A folder that cannot be written to
    ///   is taken: what is there can still be read.
    public init(folder: URL, width: Int = 4) throws {
        try self.init(folder: folder, width: width, probe: { _ in })
    }

    package init(folder: URL, width: Int = 4, probe: @escaping @Sendable (_ step: String) throws -> Void) throws {
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let path = realpath(folder.path, nil) else {
            throw Posix.failure("The data folder \(folder.path) cannot be used", writing: true)
        }
        defer { free(path) }
        root = String(cString: path)
        guard Posix.kind(of: root) == .folder else {
            throw ArchiveError(.notFound, "\(root) is to be the data folder but is no folder")
        }
        self.folder = URL(fileURLWithPath: root, isDirectory: true)
        self.probe = probe
        pool = BlockingPool(name: "archive", width: width)
        clones = CloneSupport()
    }

    public func location(taskID: String, filename: String) throws -> URL {
        URL(fileURLWithPath: try path(taskID: taskID, filename: filename), isDirectory: false)
    }

    public func location(original name: String) throws -> URL {
        try ArchivePath.check(name)
        return URL(fileURLWithPath: "\(root)/\(Self.originals)/\(name)", isDirectory: false)
    }

    static let originals = "raw"
    static let cutouts = "cutouts"
    static let trashFolder = ".trash"
    static let incomingFolder = ".incoming"

    var incomingPath: String { "\(root)/\(Self.incomingFolder)" }

    func folderPath(taskID: String) throws -> String {
        try ArchivePath.check(taskID)
        guard taskID != Self.originals, taskID != Self.cutouts else {
            throw ArchiveError(.invalidName, "“\(taskID)” cannot be a task id: the archive has a folder of that name")
        }
        return "\(root)/\(taskID)"
    }

    func path(taskID: String, filename: String) throws -> String {
        try ArchivePath.check(filename)
        return try "\(folderPath(taskID: taskID))/\(filename)"
    }

    /// Makes a folder directly below `parent` and syncs the parent when it was missing.
    func ensureFolder(_ path: String) throws {
        if try Posix.makeFolder(path) { try Posix.syncFolder(of: path) }
    }

    func temporaryPath() throws -> String {
        try ensureFolder(incomingPath)
        return "\(incomingPath)/\(UUID().uuidString).part"
    }

    /// Where a product is written: not among the `.part` files, which ingest clears away while products are being written.
    package func temporaryProductPath() throws -> String {
        try ensureFolder(incomingPath)
        return "\(incomingPath)/\(token).\(UUID().uuidString).product"
    }

    /// A file of `.incoming/` that was to become a product and that nobody is writing any more. One process at a time makes
    /// products of an archive.
    func isForgottenProduct(_ name: String) -> Bool { name.hasSuffix(".product") && !name.hasPrefix(token) }
}
