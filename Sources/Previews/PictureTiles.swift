import Dispatch
public import Foundation
import Pictures
import Raster
import Synchronization
import Threads

/// Deep-zoom tiles of the archive's pictures, made when a picture is looked at first.
///
/// All tiles of a picture are cut in one go, so that it is decoded once and a linear one is stretched as a whole. One picture is
/// cut at a time; the tiles of those not made anew for longest go when there are more than `picturesAtMost`.
public actor PictureTiles {
    /// A tile: level n shows the picture reduced by 2^n, column and row count from its top left.
    public struct Place: Sendable, Hashable {
        public let level: Int
        public let column: Int
        public let row: Int

        public init?(level: Int, column: Int, row: Int) {
            guard (0..<PictureTiles.levels).contains(level), column >= 0, row >= 0, column < 1_000, row < 1_000 else { return nil }
            (self.level, self.column, self.row) = (level, column, row)
        }

        var name: String { "\(level)-\(column)_\(row).jpg" }
    }

    /// Width and height of a tile that lies wholly in the picture, in pixels.
    public static let side = 256
    static let levels = 12
    /// Larger pictures would take more memory than a small machine has; pages show their preview.
    public static let limitMegapixels = 120

    private let folder: URL
    private let pool = BlockingPool(name: "tiles", width: 1)
    private let picturesAtMost: Int
    private var underWay: [String: Work] = [:]
    /// Pictures that cannot be cut, with their state when that was found: they are not decoded again for every tile.
    private var refused: [String: PreviewFiles.Refusal] = [:]
    private static let refusedAtMost = 2_000

    /// A picture that is being cut.
    private struct Work {
        /// Ends once the tiles of the coarse levels are there, which viewers ask for first.
        let overview: Task<URL, any Error>
        let whole: Task<URL, any Error>
    }

    /// The first level of those that are cut before the finer ones.
    private static let coarse = 2

    init(cacheFolder: URL, picturesAtMost: Int = 50) {
        // No task id begins with a dot: the name is free.
        folder = cacheFolder.appending(path: ".tiles", directoryHint: .isDirectory)
        self.picturesAtMost = picturesAtMost
    }

    /// The file of a tile; nil where the picture has none at that place.
    ///
    /// - Throws: `PreviewError` where the picture cannot be read or is too large.
    public func tile(_ place: Place, taskID: String, of file: URL) async throws -> URL? {
        let target = try PreviewFiles.folder(in: folder, taskID: taskID)
        let tiles = try await made(taskID, target, level: place.level, of: file).appending(path: place.name, directoryHint: .notDirectory)
        return FileManager.default.fileExists(atPath: tiles.path) ? tiles : nil
    }

    func remove(taskID: String) async {
        _ = try? await underWay[taskID]?.whole.value
        refused[taskID] = nil
        guard let kept = try? PreviewFiles.folder(in: folder, taskID: taskID) else { return }
        _ = try? await pool.run { try FileManager.default.removeItem(at: kept) }
    }

    /// The folder of a picture's tiles, as soon as those of the level are whole in it.
    private func made(_ taskID: String, _ target: URL, level: Int, of file: URL) async throws -> URL {
        let work: Work
        if let running = underWay[taskID] {
            work = running
        } else {
            let state = try PreviewFiles.state(of: file)
            if PreviewFiles.isFresh(Self.mark(target), for: state) { return target }
            if let refusal = refused[taskID], refusal.state == state { throw refusal.error }
            work = begin(taskID, target, file, state)
            underWay[taskID] = work
        }
        return try await (level >= Self.coarse ? work.overview : work.whole).value
    }

    private func begin(_ taskID: String, _ target: URL, _ file: URL, _ state: PreviewFiles.State) -> Work {
        let (pool, folder, most) = (pool, folder, picturesAtMost)
        let (overviews, isThere) = AsyncStream.makeStream(of: Void.self)
        let whole = Task {
            defer {
                isThere.finish()
                underWay[taskID] = nil
            }
            do {
                return try await pool.run {
                    try Self.cut(file, into: target) { isThere.yield() }
                    Self.prune(folder, keeping: most)
                    return target
                }
            } catch let error as PreviewError {
                if refused.count >= Self.refusedAtMost { refused.removeAll() }
                refused[taskID] = PreviewFiles.Refusal(state: state, error: error)
                throw error
            }
        }
        let overview = Task {
            for await _ in overviews { return target }
            return try await whole.value
        }
        return Work(overview: overview, whole: whole)
    }

    /// Written last, with the picture's time: what lies beside it is whole.
    private static func mark(_ folder: URL) -> URL { folder.appending(path: "whole", directoryHint: .notDirectory) }

    /// - Parameter overviewIsThere: called once the coarse levels are whole.
    private static func cut(_ file: URL, into target: URL, overviewIsThere: () -> Void) throws {
        let state = try PreviewFiles.state(of: file)
        do {
            let facts = try PictureFile.facts(path: file.path, limitMegapixels: limitMegapixels)
            try? FileManager.default.removeItem(at: target)
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            let longSide = max(facts.size.width, facts.size.height)
            var reduced = [try PictureFile.preview(path: file.path, facts: facts, longSide: longSide)]
            while let last = reduced.last, max(last.size.width, last.size.height) > side, reduced.count < levels {
                reduced.append(last.boxReduced(by: 2))
            }
            for (level, picture) in reduced.enumerated().dropFirst(coarse) { try write(picture, level, into: target) }
            if reduced.count > coarse { overviewIsThere() }
            for (level, picture) in reduced.enumerated().prefix(coarse) { try write(picture, level, into: target) }
        } catch let error as PictureError where error.code != .io {
            throw PreviewError("\(error)")
        }
        try PreviewFiles.place(at: mark(target), madeFrom: state) { try Data("tiles\n".utf8).write(to: $0) }
    }

    private static func write(_ picture: PixelBuffer, _ level: Int, into target: URL) throws {
        let size = picture.size
        let fault = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: (size.height + side - 1) / side) { row in
            do {
                let y = row * side
                for (column, x) in stride(from: 0, to: size.width, by: side).enumerated() {
                    guard let place = Place(level: level, column: column, row: row) else { continue }
                    let region = PixelRegion(x: x, y: y, width: min(side, size.width - x), height: min(side, size.height - y))
                    let path = target.appending(path: place.name, directoryHint: .notDirectory).path
                    try RasterWriter.jpeg(picture.cropped(to: region), quality: 85, path: path)
                }
            } catch {
                fault.withLock { $0 = error }
            }
        }
        if let error = fault.withLock({ $0 }) { throw error }
    }

    private static func prune(_ folder: URL, keeping most: Int) {
        let files = FileManager.default
        let keys: [URLResourceKey] = [.contentModificationDateKey]
        guard let kept = try? files.contentsOfDirectory(at: folder, includingPropertiesForKeys: keys), kept.count > most else { return }
        let dated = kept.map { url in
            (url, (try? url.resourceValues(forKeys: Set(keys)))?.contentModificationDate ?? .distantPast)
        }
        for (url, _) in dated.sorted(by: { $0.1 < $1.1 }).prefix(kept.count - most) { try? files.removeItem(at: url) }
    }
}
