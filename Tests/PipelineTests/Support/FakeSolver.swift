import FITS
import Foundation
import PlateSolving
import Synchronization

/// Solves everything as a field at a fixed place, unless told otherwise.
final class FakeSolver: PlateSolver {
    struct State {
        var submissions: [String: SubmissionState] = [:]
        var byKey: [String: String] = [:]
        var keys: [String] = []
        var discarded: [String] = []
        var outcome = SubmissionState.solved
        var submitErrors: [any Error] = []
    }

    let name = "fake"
    let address = "http://solver.example"
    let folder: URL
    let state = Mutex(State())
    let centre: (ra: Double, dec: Double)

    init(folder: URL, ra: Double = 83.8, dec: Double = -5.4) {
        self.folder = folder
        centre = (ra, dec)
    }

    func submit(picture: URL, key: String, hints: SolveHints) async throws -> String {
        try state.withLock { state in
            if !state.submitErrors.isEmpty { throw state.submitErrors.removeFirst() }
            state.keys.append(key)
            if let known = state.byKey[key] { return known }
            let job = "job-\(state.byKey.count + 1)"
            state.byKey[key] = job
            state.submissions[job] = state.outcome
            return job
        }
    }

    func state(of submission: String) async throws -> SubmissionState {
        state.withLock { $0.submissions[submission] ?? .unknown }
    }

    func detectedStars(of submission: String) async throws -> URL? { nil }

    func results(of submission: String) async throws -> SolveResults {
        let wcs = folder.appendingPathComponent("\(submission).wcs")
        try FITSImageWriter.writeHeaderOnly(path: wcs.path, header: header)
        let axy = folder.appendingPathComponent("\(submission).axy")
        try Data("stars".utf8).write(to: axy)
        return SolveResults(wcs: wcs, axy: axy, matchedStars: 42, logOdds: 120, index: "index-4107", engine: "fake", seconds: 1)
    }

    func discard(_ submission: String) async throws {
        state.withLock { state in
            state.discarded.append(submission)
            state.submissions[submission] = nil
            state.byKey = state.byKey.filter { $0.value != submission }
        }
    }

    /// 600 x 400 pixels of 60 arcsec, TAN, north up for a picture whose rows run down.
    private var header: FITSHeader {
        FITSHeader(cards: [
            FITSCard("CTYPE1", .string("RA---TAN")), FITSCard("CTYPE2", .string("DEC--TAN")),
            FITSCard("CRVAL1", .real(centre.ra)), FITSCard("CRVAL2", .real(centre.dec)),
            FITSCard("CRPIX1", .real(300.5)), FITSCard("CRPIX2", .real(200.5)),
            FITSCard("CD1_1", .real(-1.0 / 60)), FITSCard("CD1_2", .real(0)),
            FITSCard("CD2_1", .real(0)), FITSCard("CD2_2", .real(-1.0 / 60)),
        ])
    }
}
