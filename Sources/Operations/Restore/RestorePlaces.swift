import Foundation
import Tar

/// The folders of a home, and beside their contents the hidden ones in which a restore prepares new contents.
///
/// The hidden folders stand inside those they are for, since landing pad and data may be file systems of their own, into
/// which nothing can be renamed from outside.
struct RestorePlaces: Sendable {
    let root: String
    let data: String
    let landingPad: String
    let database: String

    init(_ home: HomePaths) {
        func plain(_ url: URL) -> String {
            let path = url.standardizedFileURL.path
            return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        }
        root = plain(home.root)
        data = plain(home.data)
        landingPad = plain(home.landingPad)
        database = plain(home.database)
    }

    static let stage = ".restoring"

    var mark: String { root + "/.restore-unfinished" }
    var stagedRoot: String { root + "/" + Self.stage }
    var stagedData: String { data + "/" + Self.stage }
    var stagedLandingPad: String { landingPad + "/" + Self.stage }
    var stagedDatabase: URL { URL(fileURLWithPath: stagedRoot + "/" + BackupFormat.database) }

    /// The first thing found that is not hidden; nil when the home is empty. Folders without files are nothing.
    func firstContent() throws -> String? {
        if access(database, F_OK) == 0 { return database }
        var found: String?
        for folder in [data, landingPad] where found == nil {
            try Folder.visibleFiles(below: folder) { if found == nil { found = folder + "/" + $0 } }
        }
        return found
    }

    /// Makes the hidden folders anew.
    func prepare() throws {
        for folder in [root, data, landingPad] { try Folder.make(folder) }
        removeStages()
        for stage in [stagedRoot, stagedData, stagedLandingPad] { try Folder.make(stage) }
    }

    /// Nothing was put into place yet: the hidden folders go, the home is as it was.
    func abandon() { removeStages() }

    private func removeStages() {
        for stage in [stagedRoot, stagedData, stagedLandingPad] { try? FileManager.default.removeItem(atPath: stage) }
    }

    /// Moves what is there aside and what was prepared into its place, the database last.
    /// - Returns: the folders that hold what was there.
    func putIntoPlace() throws -> [String] {
        if access(mark, F_OK) != 0 { try PlainFile.creating(mark).sync() }
        try Folder.sync(root)
        let aside = ".replaced-" + Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        var replaced: [String] = []
        func setAside(_ name: String, in folder: String) throws {
            let target = folder + "/" + aside
            if access(target, F_OK) != 0 { try Folder.make(target) }
            try Folder.rename(folder + "/" + name, to: target + "/" + name)
            if !replaced.contains(target) { replaced.append(target) }
        }
        // The database goes first and comes last: without it there is no archive to be taken for a whole one.
        let name = URL(fileURLWithPath: database).lastPathComponent
        let home = URL(fileURLWithPath: database).deletingLastPathComponent().path
        for suffix in ["", "-wal", "-shm", "-journal"] where access(database + suffix, F_OK) == 0 {
            try setAside(name + suffix, in: home)
        }
        for (folder, stage) in [(data, stagedData), (landingPad, stagedLandingPad)] {
            for entry in try Folder.entries(folder) where !entry.isHidden && holdsFiles(entry, in: folder) {
                try setAside(entry.name, in: folder)
            }
            for entry in try Folder.entries(folder) where !entry.isHidden { try removeEmpty(folder + "/" + entry.name) }
            for entry in try Folder.entries(stage) { try Folder.rename(stage + "/" + entry.name, to: folder + "/" + entry.name) }
            try Folder.sync(folder)
        }
        try Folder.rename(stagedDatabase.path, to: database)
        try Folder.sync(home)
        removeStages()
        unlink(mark)
        try Folder.sync(root)
        return replaced
    }

    private func holdsFiles(_ entry: Folder.Entry, in folder: String) -> Bool {
        guard entry.isFolder else { return true }
        var holds = false
        try? Folder.visibleFiles(below: folder + "/" + entry.name) { _ in holds = true }
        return holds
    }

    private func removeEmpty(_ path: String) throws {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw FileError("Removing the empty folder", path, code: errno == 0 ? EIO : errno)
        }
    }
}
