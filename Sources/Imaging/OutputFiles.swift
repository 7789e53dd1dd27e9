import FITS
import Foundation
import Raster

/// Files that appear together: each is written beside its place under another name, and all are put in place when all are whole.
struct OutputFiles {
    private var parts: [(part: String, place: String)] = []

    /// Writes a file that is not yet in its place.
    ///
    /// - Throws: what `write` throws, with the name that the caller knows; nothing is left behind by `discard`.
    mutating func add<R>(_ place: String, _ write: (_ path: String) throws -> R) throws -> R {
        let url = URL(fileURLWithPath: place)
        let name = ".\(url.lastPathComponent.prefix(120)).\(UUID().uuidString.prefix(8)).part"
        let part = url.deletingLastPathComponent().appending(path: name).path
        parts.append((part, place))
        do {
            return try write(part)
        } catch let error as PictureError {
            throw PictureError(error.code, error.message.replacing(part, with: place))
        } catch let error as FITSError {
            throw ImagingError(error.message.replacing(part, with: place))
        }
    }

    mutating func add(_ place: String, text: String) throws {
        try add(place) { path in
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            } catch {
                throw ImagingError("\(place) cannot be written: \(error.localizedDescription)")
            }
        }
    }

    /// Puts all of them in place.
    mutating func publish() throws {
        while let (part, place) = parts.first {
            guard rename(part, place) == 0 else {
                throw ImagingError("\(place) cannot be written: \(String(cString: strerror(errno)))")
            }
            parts.removeFirst()
        }
    }

    /// Removes what is not in its place.
    mutating func discard() {
        for (part, _) in parts { unlink(part) }
        parts = []
    }

    /// Runs `body` and publishes what it wrote, or nothing of it.
    static func whole<R>(_ body: (inout OutputFiles) throws -> R) throws -> R {
        var files = OutputFiles()
        defer { files.discard() }
        let result = try body(&files)
        try files.publish()
        return result
    }
}
