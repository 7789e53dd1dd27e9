public import Foundation
import Glibc
import Observations
import Threads

/// The trash: a folder per day (UTC), with the archive's own shape below it, so that a person can put things back.
extension FileArchive {
    public func trash(taskID: String, originalFile: String?) async throws {
        let folder = try folderPath(taskID: taskID)
        let original = try originalFile.map { try location(original: $0).path }
        try await pool.run {
            if let original { try moveToTrash(original, below: Self.originals) }
            for cutout in try cutouts(of: taskID) {
                try moveToTrash(cutout, below: String(Posix.parent(of: cutout).dropFirst(root.count + 1)))
            }
            try moveToTrash(folder, below: nil)
        }
    }

    public func trash(products filenames: [String], taskID: String) async throws {
        let paths = try filenames.map { try path(taskID: taskID, filename: $0) }
        try await pool.run {
            for path in paths { try moveToTrash(path, below: taskID) }
        }
    }

    public func trash(cutout filename: String, directory: String) async throws {
        for name in [filename, directory] { try ArchivePath.check(name) }
        let path = "\(root)/\(Self.cutouts)/\(directory)/\(filename)"
        try await pool.run { try moveToTrash(path, below: "\(Self.cutouts)/\(directory)") }
    }

    @discardableResult
    public func purgeTrash(before date: Date) async throws -> Int {
        try await pool.run {
            let (limit, trash) = (day(date), "\(root)/\(Self.trashFolder)")
            // Names are yyyy-MM-dd, whose order is the order of the days.
            let due = try Posix.names(in: trash).filter { $0.count == limit.count && $0 < limit }
            for name in due {
                do {
                    try FileManager.default.removeItem(atPath: "\(trash)/\(name)")
                } catch {
                    throw ArchiveError(.io, "The trash of \(name) cannot be emptied: \(error.localizedDescription)")
                }
            }
            return due.count
        }
    }

    /// Moves a file or folder to today's trash; one that is gone is no error.
    private func moveToTrash(_ path: String, below folder: String?) throws {
        guard Posix.kind(of: path) != .missing else { return }
        var target = "\(root)/\(Self.trashFolder)"
        try ensureFolder(target)
        for part in [day(Date())] + (folder?.split(separator: "/").map(String.init) ?? []) {
            target += "/\(part)"
            try ensureFolder(target)
        }
        let parts = FileNameParts(name(of: path))
        var number = 1
        while Posix.kind(of: "\(target)/\(parts.numbered(number))") != .missing { number += 1 }
        try probe("move to trash")
        try Posix.rename(path, "\(target)/\(parts.numbered(number))")
        try Posix.syncFolder(target)
        try Posix.syncFolder(of: path)
    }

    /// The cutouts of an observation: `cutouts/<folder>/<folder>_<taskID>.jpg`.
    private func cutouts(of taskID: String) throws -> [String] {
        let base = "\(root)/\(Self.cutouts)"
        return try Posix.names(in: base).flatMap { folder -> [String] in
            let path = "\(base)/\(folder)"
            guard Posix.kind(of: path) == .folder else { return [] }
            return try Posix.names(in: path)
                .filter { FileNameParts($0).stem.hasSuffix("_\(taskID)") }
                .map { "\(path)/\($0)" }
        }
    }

    private func day(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        return [(parts.year ?? 0, 4), (parts.month ?? 0, 2), (parts.day ?? 0, 2)].map { value, width in
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined(separator: "-")
    }
}
