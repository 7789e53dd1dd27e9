import Foundation
public import Observations
import Raster
import Threads

/// Takes photos from the landing pad into the archive and the repository.
///
/// The order that makes a kill or a power cut harmless: a synced copy; a synced note of what is about to happen; original and
/// `_raw` under their names, synced with their folders; the record, committed; only then the landing pad's file goes, synced;
/// at last the note. A later run finds the note and finishes or undoes what it tells of.
public actor IngestStep {
    let landingPad: LandingPad
    let archive: any Archive
    let repository: any ObservationRepository
    let inspector: any PictureInspector
    let configuration: PipelineConfiguration
    let progress: ProgressFeed
    let pool: BlockingPool
    private var isRunning = false
    /// SHA-256 of the photos under way: of two equal ones dropped together, the second waits for the next look.
    private var underWay: Set<String> = []

    public init(
        landingPad: LandingPad, archive: any Archive, repository: any ObservationRepository,
        inspector: any PictureInspector = PictureFileInspector(), configuration: PipelineConfiguration, progress: ProgressFeed
    ) {
        self.landingPad = landingPad
        self.archive = archive
        self.repository = repository
        self.inspector = inspector
        self.configuration = configuration
        self.progress = progress
        pool = BlockingPool(name: "ingest", width: max(1, configuration.ingestWidth))
    }

    /// Finishes what earlier runs left, then takes every complete file. Trouble with disk or database is told once and
    /// leaves the files where they are.
    public func run() async throws -> IngestOutcome {
        var outcome = IngestOutcome()
        guard !isRunning else {
            outcome.busy = true
            return outcome
        }
        isRunning = true
        defer { isRunning = false }
        do {
            guard let right = try await archive.ingestRight() else {
                outcome.busy = true
                return outcome
            }
            defer { right.release() }
            let held = try await recover()
            let look = try await landingPad.look()
            outcome.left = look.unripe
            try await take(look.ready.filter { !held.contains($0.mark) }, &outcome)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            trouble(error)
            outcome.isTroubled = true
        }
        return outcome
    }

    /// Several files at a time; none is begun after trouble that concerns all of them.
    private func take(_ files: [LandingFile], _ outcome: inout IngestOutcome) async throws {
        var waiting = files[...]
        try await withThrowingTaskGroup(of: Result.self) { group in
            for _ in 0..<max(1, configuration.ingestWidth) {
                if let file = waiting.popFirst() { group.addTask { try await self.take(file) } }
            }
            while let result = try await group.next() {
                switch result {
                case .ingested: outcome.ingested += 1
                case .rejected: outcome.rejected += 1
                case .duplicate: outcome.duplicates += 1
                case .left: outcome.left += 1
                case .trouble:
                    outcome.left += 1
                    outcome.isTroubled = true
                }
                if !outcome.isTroubled, let file = waiting.popFirst() { group.addTask { try await self.take(file) } }
            }
        }
        outcome.left += waiting.count
        if !outcome.isTroubled, outcome.ingested > 0 { progress.clear(Self.storage) }
    }

    enum Result: Sendable { case ingested, rejected, duplicate, left, trouble }

    static let storage = "ingest"

    func trouble(_ error: any Error) {
        progress.trouble(Self.storage, step: .ingest, "Photos stay in the landing pad: \(error)", error)
    }

    func begin(_ sha256: String) -> Bool { underWay.insert(sha256).inserted }

    func end(_ sha256: String) { underWay.remove(sha256) }
}
