import Foundation
import Observations
import Tar
import Threads

/// The files that a record names, and where they are.
struct RecordedFiles: Sendable {
    let data: URL

    struct File {
        /// Below the data folder.
        var path: String
        var sha256: String?
        var size: Int64?
        var isOriginal: Bool
    }

    static func files(of observation: Observation) -> [File] {
        var files: [File] = []
        if let original = observation.originalFile {
            files.append(File(path: "raw/" + original, sha256: observation.sha256, size: nil, isOriginal: true))
        }
        return files
            + observation.products.map {
                File(path: observation.taskID + "/" + $0.filename, sha256: $0.sha256, size: $0.size, isOriginal: false)
            }
    }

    /// Puts an observation's files into a backup; what is not there or not as the record says is noted.
    func store(_ observation: Observation, in writer: BackupWriter, stopping: CancelFlag) throws {
        writer.countObservation()
        var original: BackupFormat.Line?
        for file in Self.files(of: observation) {
            guard RelativePath.isConfined(file.path) else {
                writer.note("Observation \(observation.taskID) names a file outside its folder: \(file.path.debugDescription)")
                continue
            }
            guard let location = locate(file) else {
                // Cleanup takes the files first and the record last.
                if observation.status != .removing {
                    writer.note("data/\(file.path) of observation \(observation.taskID) is missing.")
                }
                continue
            }
            do {
                let twin = file.sha256 != nil && file.sha256 == original?.sha256 ? original : nil
                let line = try writer.store(
                    file: location, as: BackupFormat.data + file.path, twin: twin, stopping: stopping)
                if file.isOriginal { original = line }
                if let wanted = file.sha256, wanted != line.sha256 {
                    writer.note("data/\(file.path) has changed since it was archived; the backup holds it as it is now.")
                }
            } catch let error as FileError where error.path == location {
                writer.note("data/\(file.path) cannot be read and is not in the backup: \(error)")
            }
        }
    }

    /// In its place, or in the trash where cleanup put it meanwhile.
    private func locate(_ file: File) -> String? {
        let place = data.path + "/" + file.path
        if access(place, F_OK) == 0 { return place }
        let parts = file.path.split(separator: "/").map(String.init)
        guard parts.count == 2 else { return nil }
        // The trash has a folder per day with the archive's shape in it; what was there already got a number behind it.
        let trash = data.path + "/.trash"
        for day in names(in: trash, like: nil) {
            for folder in names(in: "\(trash)/\(day)", like: parts[0]) {
                for name in names(in: "\(trash)/\(day)/\(folder)", like: parts[1]) {
                    let path = "\(trash)/\(day)/\(folder)/\(name)"
                    if file.sha256 == nil ? (folder == parts[0] && name == parts[1]) : matches(path, file) { return path }
                }
            }
        }
        return nil
    }

    /// The newest first; those that are `wanted`, or `wanted` with something added before its extension.
    private func names(in folder: String, like wanted: String?) -> [String] {
        let all = ((try? Folder.entries(folder)) ?? []).map(\.name).reversed()
        guard let wanted else { return Array(all) }
        let stem = wanted.prefix { $0 != "." }
        return all.filter { $0 == wanted || $0.hasPrefix(stem + "-") }
    }

    private func matches(_ path: String, _ file: File) -> Bool {
        guard let wanted = file.sha256 else { return true }
        guard let found = try? FileHash.sha256(PlainFile.reading(path)) else { return false }
        return found.digest == wanted
    }
}
