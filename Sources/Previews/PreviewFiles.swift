import Foundation

/// Where previews are kept, and how one is put there whole.
enum PreviewFiles {
    /// What a picture's file looked like.
    struct State: Sendable, Hashable {
        let size: Int64
        let modified: Date
    }

    /// A picture in this state cannot be shown.
    struct Refusal: Error {
        let state: State
        let error: PreviewError
    }

    static func folder(in cache: URL, taskID: String) throws -> URL {
        guard !taskID.isEmpty, !taskID.hasPrefix("."), !taskID.utf8.contains(where: { $0 == 0x2F || $0 < 0x20 }) else {
            throw PreviewError("\"\(taskID)\" is no task id.")
        }
        return cache.appending(path: taskID, directoryHint: .isDirectory)
    }

    static func target(in cache: URL, taskID: String, longSide: Int) throws -> URL {
        try folder(in: cache, taskID: taskID).appending(path: "\(longSide).jpg", directoryHint: .notDirectory)
    }

    static func state(of file: URL) throws -> State {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file.path),
            let size = attributes[.size] as? NSNumber, let modified = attributes[.modificationDate] as? Date
        else { throw PreviewError("\(file.lastPathComponent) is not there.") }
        return State(size: size.int64Value, modified: modified)
    }

    /// A preview bears the time of the picture it was made from.
    static func isFresh(_ target: URL, for source: State) -> Bool {
        guard let kept = try? state(of: target), kept.size > 0 else { return false }
        return abs(kept.modified.timeIntervalSince(source.modified)) < 0.01
    }

    /// Lets `make` write a file beside the target, and moves it there once it is whole.
    static func place(at target: URL, madeFrom source: State, _ make: (URL) throws -> Void) throws {
        let files = FileManager.default
        let folder = target.deletingLastPathComponent()
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        let part = folder.appending(path: ".\(UUID().uuidString).part", directoryHint: .notDirectory)
        do {
            try make(part)
            try files.setAttributes([.modificationDate: source.modified], ofItemAtPath: part.path)
            guard rename(part.path, target.path) == 0 else {
                throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: target.path])
            }
        } catch {
            try? files.removeItem(at: part)
            throw error
        }
    }
}
