public import Foundation
import Threads

/// Small JPEGs of the archive's pictures, made when they are asked for first and kept in a folder.
///
/// The folder may be emptied at any time: previews are made again. A picture is decoded once however many ask for it
/// at the same time, and at most `width` pictures are decoded at a time.
public actor Previews {
    /// Longer sides, in pixels, that pages ask for.
    public static let sizes: Set<Int> = [320, 640, 1600]

    private struct Key: Hashable {
        let taskID: String
        let longSide: Int
    }

    /// What the viewer of a picture shows.
    public nonisolated let tiles: PictureTiles
    public nonisolated let layers: PictureLayers

    private let folder: URL
    private let pool: BlockingPool
    private let draw: PreviewDrawing
    private var underWay: [Key: (source: URL, task: Task<URL, any Error>)] = [:]
    /// Pictures that cannot be shown, with their state when that was found: they are not decoded again and again.
    private var refused: [Key: (state: PreviewFiles.State, error: PreviewError)] = [:]
    private static let refusedAtMost = 2_000

    /// - Parameters:
    ///   - cacheFolder: a folder of its own; made when it is missing.
    ///   - width: pictures decoded at the same time.
    ///   - layers: draws what lies over a solved picture; nil: there are no layers.
    public init(cacheFolder: URL, width: Int = 2, layers: PictureLayers.Drawing? = nil) {
        self.init(cacheFolder: cacheFolder, width: width, draw: PreviewDrawing.picture, layers: layers)
    }

    /// - Parameter draw: makes the JPEG; tests count its calls.
    package init(cacheFolder: URL, width: Int, draw: PreviewDrawing, layers: PictureLayers.Drawing? = nil) {
        folder = cacheFolder
        tiles = PictureTiles(cacheFolder: cacheFolder)
        self.layers = PictureLayers(cacheFolder: cacheFolder, draw: layers)
        pool = BlockingPool(name: "previews", width: width)
        self.draw = draw
    }

    /// A JPEG of the picture in `file`, upright, its longer side `longSide` pixels at most.
    ///
    /// - Parameters:
    ///   - taskID: the observation it belongs to: the name under which it is kept.
    /// - Throws: `PreviewError` where the picture cannot be read.
    public func jpeg(taskID: String, of file: URL, longSide: Int) async throws -> URL {
        let key = Key(taskID: taskID, longSide: longSide)
        if let running = underWay[key], running.source == file { return try await outcome(of: running.task, key) }
        let refused = refused[key]
        let target = try PreviewFiles.target(in: folder, taskID: taskID, longSide: longSide)
        let (pool, draw) = (pool, draw)
        let task = Task {
            try await pool.run {
                let state = try PreviewFiles.state(of: file)
                if PreviewFiles.isFresh(target, for: state) { return target }
                if let refused, refused.state == state { throw refused.error }
                do {
                    try PreviewFiles.place(at: target, madeFrom: state) { part in
                        try draw.jpeg(file.path, longSide, part.path)
                    }
                } catch let error as PreviewError {
                    throw PreviewFiles.Refusal(state: state, error: error)
                }
                return target
            }
        }
        underWay[key] = (file, task)
        defer {
            if underWay[key]?.task == task { underWay[key] = nil }
        }
        return try await outcome(of: task, key)
    }

    private func outcome(of task: Task<URL, any Error>, _ key: Key) async throws -> URL {
        do {
            return try await task.value
        } catch let refusal as PreviewFiles.Refusal {
            if refused.count >= Self.refusedAtMost { refused.removeAll() }
            refused[key] = (refusal.state, refusal.error)
            throw refusal.error
        }
    }

    /// Removes what is kept of an observation, and what is being made of it.
    public func remove(taskID: String) async {
        for (key, running) in underWay where key.taskID == taskID { _ = try? await running.task.value }
        for key in refused.keys where key.taskID == taskID { refused[key] = nil }
        await tiles.remove(taskID: taskID)
        await layers.remove(taskID: taskID)
        guard let kept = try? PreviewFiles.folder(in: folder, taskID: taskID) else { return }
        _ = try? await pool.run { try FileManager.default.removeItem(at: kept) }
    }
}
