public import Foundation
import Threads

/// What lies over a solved picture in its viewer.
public enum PictureLayer: String, Sendable, Hashable, CaseIterable {
    case grid, deepsky, constellations, stars
    /// The numbers of the WCS of the upright picture: its FITS keywords as a JSON object.
    case wcs

    public var filename: String { self == .wcs ? "wcs.json" : "\(rawValue).svg" }

    public init?(filename: String) {
        guard let layer = Self.allCases.first(where: { $0.filename == filename }) else { return nil }
        self = layer
    }
}

/// Layers over solved pictures, made when they are asked for first and kept beside the tiles.
public actor PictureLayers {
    /// Makes a layer: which one, the picture's path, its WCS header's path, the path to write to. Blocks.
    public typealias Drawing = @Sendable (PictureLayer, String, String, String) throws -> Void

    private let folder: URL
    private let pool = BlockingPool(name: "layers", width: 1)
    private let draw: Drawing?

    init(cacheFolder: URL, draw: Drawing?) {
        folder = cacheFolder.appending(path: ".layers", directoryHint: .isDirectory)
        self.draw = draw
    }

    /// - Throws: `PreviewError` where nothing draws here; what the drawing throws.
    public func file(_ layer: PictureLayer, taskID: String, of picture: URL, solution: URL) async throws -> URL {
        guard let draw else { throw PreviewError("This server draws no layers.") }
        let target = try PreviewFiles.folder(in: folder, taskID: taskID).appending(path: layer.filename, directoryHint: .notDirectory)
        // One at a time: who asks for the same one meanwhile finds it made.
        return try await pool.run {
            let state = try PreviewFiles.state(of: solution)
            if PreviewFiles.isFresh(target, for: state) { return target }
            try PreviewFiles.place(at: target, madeFrom: state) { try draw(layer, picture.path, solution.path, $0.path) }
            return target
        }
    }

    func remove(taskID: String) async {
        guard let kept = try? PreviewFiles.folder(in: folder, taskID: taskID) else { return }
        _ = try? await pool.run { try FileManager.default.removeItem(at: kept) }
    }
}
