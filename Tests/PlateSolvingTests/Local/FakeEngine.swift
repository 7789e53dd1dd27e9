import Foundation
import PlateSolving

/// Solves nothing, in a given time and with a given end.
actor FakeEngine: SolveEngine {
    nonisolated let name = "fake"
    private(set) var attempts = 0
    private(set) var mostAtATime = 0
    private var atATime = 0
    private let seconds: Double
    private let failure: SolveFailure?
    private var faults: Int

    /// - Parameter faults: how many attempts fail as on a full disk.
    init(seconds: Double = 0, failure: SolveFailure? = nil, faults: Int = 0) {
        self.seconds = seconds
        self.failure = failure
        self.faults = faults
    }

    func solve(picture: URL, hints: SolveHints, in folder: URL, timeout: Double) async throws -> SolveResults {
        attempts += 1
        atATime += 1
        mostAtATime = max(mostAtATime, atATime)
        defer { atATime -= 1 }
        try await Task.sleep(for: .seconds(seconds))
        if faults > 0 {
            faults -= 1
            throw FullDisk()
        }
        if let failure { throw failure }
        let wcs = folder.appending(path: "wcs.fits")
        try Data(picture.path.utf8).write(to: wcs)
        try Data().write(to: folder.appending(path: "scratch"))
        return SolveResults(wcs: wcs, engine: name, seconds: seconds)
    }

    struct FullDisk: Error, CustomStringConvertible {
        var description: String { "No space left on device" }
    }
}
