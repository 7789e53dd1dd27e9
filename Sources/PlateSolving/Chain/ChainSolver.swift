public import Foundation
import Threads

/// Several solvers, one after the other: what the first cannot solve goes to the next.
///
/// Which of them has a submission is remembered in a file each, so that a restart goes on where it was.
public actor ChainSolver: PlateSolver {
    private struct Link: Codable {
        var picture: String
        var hints: SolveHints
        /// The place in the chain, and the submission there.
        var place = 0
        var submission: String
        /// Of those before.
        var reasons: [String] = []
    }

    public nonisolated let name: String
    public nonisolated let address: String
    private let solvers: [any PlateSolver]
    private let folder: URL
    private let pool = BlockingPool(name: "chain", width: 1)
    private var busy: Set<String> = []

    /// - Parameters:
    ///   - solvers: at least one.
    ///   - folder: for the chain's own notes.
    public init(_ solvers: [any PlateSolver], folder: URL) throws {
        guard let first = solvers.first else { throw SolveFailure("There is no engine to solve with.") }
        self.solvers = solvers
        self.folder = folder
        name = solvers.map(\.name).joined(separator: ", ")
        address = first.address
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    public func submit(picture: URL, key: String, hints: SolveHints) async throws -> String {
        if try await link(key) != nil { return key }
        let submission = try await solvers[0].submit(picture: picture, key: key, hints: hints)
        try await note(Link(picture: picture.path, hints: hints, submission: submission), key)
        return key
    }

    public func state(of submission: String) async throws -> SubmissionState {
        guard var link = try await link(submission) else { return .unknown }
        let state = try await solvers[link.place].state(of: link.submission)
        guard case .failed(let reason) = state else { return state }
        let reasons = link.reasons + ["\(solvers[link.place].name): \(reason)"]
        guard link.place + 1 < solvers.count else { return .failed(reason: reasons.joined(separator: " ")) }
        // Two who ask at the same time hand it on once: the key sees to that.
        guard busy.insert(submission).inserted else { return .waiting }
        defer { busy.remove(submission) }
        let next = solvers[link.place + 1]
        let taken = try await next.submit(picture: URL(fileURLWithPath: link.picture), key: submission, hints: link.hints)
        (link.place, link.submission, link.reasons) = (link.place + 1, taken, reasons)
        try await note(link, submission)
        return .waiting
    }

    public func results(of submission: String) async throws -> SolveResults {
        guard let link = try await link(submission) else { throw SolveFailure("Submission \(submission) is not known.") }
        return try await solvers[link.place].results(of: link.submission)
    }

    /// Of the first that tells: its own eyes saw the picture here.
    public func detectedStars(of submission: String) async throws -> URL? {
        for solver in solvers {
            if let stars = try? await solver.detectedStars(of: submission) { return stars }
        }
        return nil
    }

    public func discard(_ submission: String) async throws {
        for solver in solvers { try? await solver.discard(submission) }
        let file = try file(submission)
        try? await pool.run { try FileManager.default.removeItem(at: file) }
    }

    // MARK: Notes

    private func link(_ key: String) async throws -> Link? {
        let file = try file(key)
        return try await pool.run {
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            return try JSONDecoder().decode(Link.self, from: Data(contentsOf: file))
        }
    }

    private func note(_ link: Link, _ key: String) async throws {
        let file = try file(key)
        try await pool.run { try DurableFile.write(try JSONEncoder().encode(link), to: file) }
    }

    private func file(_ key: String) throws -> URL {
        guard SubmissionFolder.isPlain(key) else { throw SolveFailure("\"\(key)\" is no name of a submission.") }
        return folder.appending(path: "\(key).json")
    }
}
