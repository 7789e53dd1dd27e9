public import Foundation
import StarIndex
import Synchronization
import Threads
import WCS

/// Solves with astrometry.net's index files, without any other program.
public struct IndexEngine: SolveEngine {
    public let name = "index"
    private let indexFolder: String
    private let limitMegapixels: Int
    private let pool: BlockingPool
    private let shelf = IndexShelf()
    private let memory = SolveMemory()

    /// - Parameters:
    ///   - indexFolder: the folder with the star index files.
    ///   - limitMegapixels: larger pictures are refused.
    ///   - width: how many pictures are solved at the same time.
    public init(indexFolder: String = "/usr/share/astrometry", limitMegapixels: Int = 400, width: Int = 4) {
        self.indexFolder = indexFolder
        self.limitMegapixels = limitMegapixels
        pool = BlockingPool(name: "index solver", width: width)
    }

    public func solve(picture: URL, hints: SolveHints, in folder: URL, timeout: Double) async throws -> SolveResults {
        let begin = ContinuousClock.now
        let end = begin + .seconds(timeout)
        let flag = CancelFlag()
        return try await withTaskCancellationHandler {
            try await pool.run { [name, indexFolder, limitMegapixels, shelf, memory] in
                let indexes = try shelf.indexes(in: indexFolder)
                guard !indexes.isEmpty else {
                    throw SolveFailure.noIndex(indexFolder)
                }
                do {
                    let survey = try StarSurvey(path: picture.path, limitMegapixels: limitMegapixels)
                    return try IndexSolver(
                        survey: survey, indexes: indexes, memory: memory, isOver: { flag.isSet || ContinuousClock.now > end }
                    )
                    .solve(hints, in: folder, engine: name, since: begin)
                } catch let over as IndexSolver.Over {
                    if flag.isSet { throw CancellationError() }
                    var failure = SolveFailure.timeOut(timeout)
                    failure.stars = over.stars
                    throw failure
                } catch let error as WCSError {
                    throw SolveFailure("The stars were matched, but give no usable solution: \(error)")
                }
            }
        } onCancel: {
            flag.set()
        }
    }
}

/// The index files, opened once, and looked for again when their folder has changed.
private final class IndexShelf: Sendable {
    private let opened = Mutex<(folder: String, changed: Date?, indexes: [FeatureIndex])?>(nil)

    func indexes(in folder: String) throws -> [FeatureIndex] {
        let changed = (try? FileManager.default.attributesOfItem(atPath: folder))?[.modificationDate] as? Date
        return opened.withLock { opened in
            if let opened, opened.folder == folder, opened.changed == changed { return opened.indexes }
            let indexes = FeatureIndex.all(of: IndexFolder.open(folder).files)
            opened = (folder, changed, indexes)
            return indexes
        }
    }
}
