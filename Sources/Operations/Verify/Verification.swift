import Foundation
public import Observations
import Tar
public import Threads

/// Compares every file with its SHA-256, and every record with its files and its status.
///
/// It may run beside a working `up`: what is found wrong is looked at a second time at the end, by when work in hand is done or
/// the record says otherwise.
public struct Verification: Sendable {
    let home: HomePaths
    let repository: any ObservationRepository
    let pool: BlockingPool
    let grace: Double

    /// - Parameter grace: files younger than this many seconds are no orphans and no leftovers yet; 0 for a home at rest.
    public init(
        home: HomePaths, repository: any ObservationRepository, grace: Double = 0,
        pool: BlockingPool = BlockingPool(name: "verify", width: 1)
    ) {
        self.home = home
        self.repository = repository
        self.grace = grace
        self.pool = pool
    }

    /// Looks at everything.
    ///
    /// - Parameter report: called with each finding, as soon as it is certain.
    /// - Throws: `FileError` when the archive's folders cannot be listed, what the repository throws, `CancellationError`.
    public func run(
        progress: @escaping @Sendable (OperationProgress) -> Void = { _ in },
        report: (VerifyFinding) async throws -> Void
    ) async throws -> VerifySummary {
        var summary = VerifySummary()
        var doubtful: [Int64] = []
        var known = KnownNames()
        let check = ObservationCheck(data: home.data)
        try await ObservationWalk(repository).each { observation in
            let result = try await pool.runStoppable { try check.examine(observation, stopping: $0) }
            known.add(observation)
            summary.observations += 1
            summary.files += result.files
            summary.bytes += result.bytes
            if !result.findings.isEmpty { doubtful.append(observation.id) }
            progress(OperationProgress(files: summary.files, bytes: summary.bytes))
        }
        var findings: [VerifyFinding] = []
        for id in doubtful {
            guard let observation = try await repository.observation(id: id) else { continue }
            findings += try await pool.runStoppable { try check.examine(observation, stopping: $0).findings }
        }
        findings += try await strays(known)
        for finding in findings {
            if finding.severity == .problem { summary.problems += 1 } else { summary.notes += 1 }
            try await report(finding)
        }
        return summary
    }

    /// Files that no record knows, and files on their way in that were forgotten.
    private func strays(_ known: KnownNames) async throws -> [VerifyFinding] {
        let search = StraySearch(data: home.data, before: Date().addingTimeInterval(-grace))
        let candidates = try await pool.run { try search.candidates(known) }
        var findings = try await pool.run { try search.leftovers() }
        for candidate in candidates {
            // A record may have been added since the walk began.
            if let folder = candidate.taskID {
                let observation = try await repository.observation(taskID: folder)
                if let observation, observation.products.contains(where: { folder + "/" + $0.filename == candidate.path }) {
                    continue
                }
            } else {
                let path = home.data.path + "/" + candidate.path
                let digest = try await pool.runStoppable { stop in
                    try? FileHash.sha256(PlainFile.reading(path), stopping: stop).digest
                }
                if let digest, let observation = try await repository.observation(sha256: digest),
                    observation.originalFile.map({ "raw/" + $0 == candidate.path }) ?? false
                {
                    continue
                }
            }
            guard access(home.data.path + "/" + candidate.path, F_OK) == 0 else { continue }
            findings.append(
                VerifyFinding(
                    .orphan, taskID: candidate.taskID, file: candidate.path, message: "No record knows data/\(candidate.path)."))
        }
        return findings
    }
}
