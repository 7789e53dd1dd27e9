import Annotation
import FITS
import Foundation
import Raster

/// A file that appears in its place when it is whole.
enum PlacedFile {
    /// - Parameter write: writes the file under the name it is given, beside the place.
    /// - Throws: what `write` throws, with the name that the caller knows; nothing is left behind.
    static func write<R>(_ path: String, _ write: (_ part: String) throws -> R) throws -> R {
        let url = URL(fileURLWithPath: path)
        let part = url.deletingLastPathComponent()
            .appending(path: ".\(url.lastPathComponent.prefix(120)).\(UUID().uuidString.prefix(8)).part").path
        do {
            let result = try write(part)
            guard rename(part, path) == 0 else {
                throw CutoutError(.io, "\(path) cannot be written: \(String(cString: strerror(errno)))")
            }
            return result
        } catch {
            unlink(part)
            switch error {
            case let error as PictureError: throw PictureError(error.code, error.message.replacing(part, with: path))
            case let error as FITSError: throw CutoutError(.io, error.message.replacing(part, with: path))
            default: throw error
            }
        }
    }
}
