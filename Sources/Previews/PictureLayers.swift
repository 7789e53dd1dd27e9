public import Foundation
import Threads

/// What lies over a solved picture in its viewer.
public enum PictureLayer: String, Sendable, Hashable, CaseIterable {
    case grid, deepsky, constellations, stars
    /// Markers that another part of the house works out.
    case solarsystem, exoplanets, markers
    /// The numbers of the WCS of the upright picture: its FITS keywords as a JSON object.
    case wcs

    public var isMarked: Bool { [.solarsystem, .exoplanets, .markers].contains(self) }

    public var filename: String { self == .wcs ? "wcs.json" : "\(rawValue).svg" }

    public init?(filename: String) {
        guard let layer = Self.allCases.first(where: { $0.filename == filename }) else { return nil }
        self = layer
    }
}

/// Layers over solved pictures, made when they are asked for first and kept beside the tiles.
public actor PictureLayers {
    /// What a layer is drawn from.
    public struct Source: Sendable {
        /// Paths of the picture and of its WCS header.
        public var picture: String
        public var solution: String
        /// A JSON list, of a layer of markers.
        public var markers: Data?
    }

    /// Makes a layer: which one, what from, the path to write to. Blocks.
    public typealias Drawing = @Sendable (PictureLayer, Source, String) throws -> Void

    private let folder: URL
    private let pool = BlockingPool(name: "layers", width: 1)
    private let draw: Drawing?

    init(cacheFolder: URL, draw: Drawing?) {
        folder = cacheFolder.appending(path: ".layers", directoryHint: .isDirectory)
        self.draw = draw
    }

    /// - Parameter markers: the JSON list that a layer of markers shows.
    /// - Throws: `PreviewError` where nothing draws here; what the drawing throws.
    public func file(
        _ layer: PictureLayer, taskID: String, of picture: URL, solution: URL, markers: Data? = nil
    ) async throws -> URL {
        guard let draw else { throw PreviewError("This server draws no layers.") }
        let target = try PreviewFiles.folder(in: folder, taskID: taskID).appending(path: layer.filename, directoryHint: .notDirectory)
        // One at a time: who asks for the same one meanwhile finds it made.
        return try await pool.run {
            let state = try PreviewFiles.state(of: solution)
            let shown = target.appendingPathExtension("json")
            let isSame = try markers.map { try Self.contents(of: shown) == $0 } ?? true
            if isSame, PreviewFiles.isFresh(target, for: state) { return target }
            let source = Source(picture: picture.path, solution: solution.path, markers: markers)
            try PreviewFiles.place(at: target, madeFrom: state) { try draw(layer, source, $0.path) }
            // After the drawing: where this fails, it is drawn again.
            try markers?.write(to: shown, options: .atomic)
            return target
        }
    }

    private static func contents(of file: URL) throws -> Data? {
        do { return try Data(contentsOf: file) } catch CocoaError.fileReadNoSuchFile { return nil }
    }

    func remove(taskID: String) async {
        guard let kept = try? PreviewFiles.folder(in: folder, taskID: taskID) else { return }
        _ = try? await pool.run { try FileManager.default.removeItem(at: kept) }
    }
}
