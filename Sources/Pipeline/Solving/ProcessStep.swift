import FITS
import Foundation
public import Observations
public import PlateSolving
import Raster
import TaskQueue
import Threads
import WCS

/// Follows photos at the solver, and turns solutions into products and records.
public actor ProcessStep {
    let archive: any Archive
    let repository: any ObservationRepository
    let solver: any PlateSolver
    let inspector: any PictureInspector
    let configuration: PipelineConfiguration
    let progress: ProgressFeed
    let pool: BlockingPool
    private var underWay: Set<Int64> = []
    private var failures: [Int64: Int] = [:]
    private var losses: [Int64: Int] = [:]
    private var hasSwept = false

    public init(
        archive: any Archive, repository: any ObservationRepository, solver: any PlateSolver,
        inspector: any PictureInspector = PictureFileInspector(), configuration: PipelineConfiguration, progress: ProgressFeed
    ) {
        self.archive = archive
        self.repository = repository
        self.solver = solver
        self.inspector = inspector
        self.configuration = configuration
        self.progress = progress
        pool = BlockingPool(name: "process", width: max(1, configuration.processWidth))
    }

    /// Asks after all that are `submitted`, and finishes those `processed` or `waiting`.
    ///
    /// - Returns: seconds after which it is to be run again, nil when nothing is at the solver.
    public func run() async throws -> Double? {
        try await sweep()
        for observation in try await repository.all([.submitted]) {
            try Task.checkCancellation()
            await guarded(observation) { try await self.ask(observation) }
        }
        let solved = try await repository.all([.processed, .waiting])
        try await withThrowingTaskGroup(of: Void.self) { group in
            var rest = solved[...]
            for _ in 0..<max(1, configuration.processWidth) {
                if let next = rest.popFirst() { group.addTask { await self.guarded(next) { try await self.finish(next) } } }
            }
            while try await group.next() != nil {
                if let next = rest.popFirst() { group.addTask { await self.guarded(next) { try await self.finish(next) } } }
            }
        }
        try Task.checkCancellation()
        let open = try await repository.countsByStatus()
        let count = [ObservationStatus.submitted, .processed, .waiting].reduce(0) { $0 + (open[$1] ?? 0) }
        return count > 0 ? configuration.solverPollingSeconds : nil
    }

    /// Runs one observation's work; what goes wrong with it keeps nobody else waiting.
    private func guarded(_ observation: Observation, _ work: @Sendable () async throws -> Void) async {
        guard !Task.isCancelled, underWay.insert(observation.id).inserted else { return }
        defer { underWay.remove(observation.id) }
        let about = "process \(observation.taskID)"
        do {
            // Another run may have finished it since it was listed, and its owner may be removing it.
            guard let now = try await repository.observation(id: observation.id), now.status == observation.status,
                now.job == observation.job
            else { return }
            try await work()
            failures[observation.id] = nil
            progress.clear(about)
        } catch is CancellationError {
            return
        } catch RepositoryError.statusIs, RepositoryError.notFound {
            // Somebody else changed or removed it meanwhile: it is theirs now.
            return
        } catch let failure as SolveFailure {
            await fail(observation, failure.reason)
        } catch {
            progress.trouble(about, step: .process, photo: observation.name, "It is tried again: \(error)", error)
            // A full disk is nobody's failure: that is tried for as long as it takes.
            if let error = error as? ArchiveError, error.concernsWholeArchive { return }
            failures[observation.id, default: 0] += 1
            if failures[observation.id, default: 0] >= Self.limit(error) { await fail(observation, "\(error)") }
        }
    }

    /// How often a photo's trouble is borne. Its own files will not get better; a database or a network may take minutes.
    private static func limit(_ error: any Error) -> Int {
        error is FITSError || error is PictureError || error is ArchiveError ? 5 : 150
    }

    private func ask(_ observation: Observation) async throws {
        switch try await solver.state(of: observation.job) {
        case .waiting, .solving: return
        case .failed(let reason): await fail(observation, reason)
        case .unknown:
            // The solver lost it, with its folder perhaps: handed in once more, under a new key.
            progress.send(
                ProgressEvent(
                    photo: observation.name, taskID: observation.taskID, step: .solve, outcome: .delayed,
                    detail: "The solver does not know it any more; it is handed in again"))
            losses[observation.id, default: 0] += 1
            guard losses[observation.id, default: 0] < 3 else { throw SolveFailure("The solver lost the picture several times") }
            try await repository.change(
                id: observation.id, expecting: [.submitted], requesting: [RegistrationTasks.request(RegistrationTasks.submit)]
            ) { $0.status = .pending }
        case .solved:
            let results = try await solver.results(of: observation.job)
            let radius = try await solution(of: observation, results).wcs.radius
            try await repository.change(
                id: observation.id, expecting: [.submitted], requesting: [RegistrationTasks.request(RegistrationTasks.process)]
            ) {
                $0.status = .processed
                $0.fieldFOV = radius
            }
            progress.send(
                ProgressEvent(
                    photo: observation.name, taskID: observation.taskID, step: .solve, outcome: .done,
                    detail: results.index.map { "with \($0)" } ?? results.engine))
        }
    }

    func fail(_ observation: Observation, _ reason: String) async {
        failures[observation.id] = nil
        losses[observation.id] = nil
        do {
            let evidence = await evidence(of: observation)
            try await repository.changeIfStill(observation.id, [.submitted, .processed, .waiting]) {
                $0.status = .failed
                $0.reason = reason
            }
            // After the record: what a kill leaves without a name is taken by cleanup, and a failure is told in any case.
            if !evidence.isEmpty { try await repository.addProducts(evidence, taskID: observation.taskID) }
            progress.send(
                ProgressEvent(
                    photo: observation.name, taskID: observation.taskID, step: .solve, outcome: .refused, detail: reason))
            try await solver.discard(observation.job)
        } catch {
            progress.trouble("process \(observation.taskID)", step: .process, photo: observation.name, "\(error)", error)
        }
    }

    /// Submissions whose end was recorded in the instant before a kill are still at the solver: forgotten, once a start.
    private func sweep() async throws {
        guard !hasSwept else { return }
        hasSwept = true
        var query = ObservationQuery()
        query.statuses = [.done, .failed]
        query.newestFirst = true
        for observation in try await repository.observations(matching: query).items where !observation.job.isEmpty {
            try? await solver.discard(observation.job)
        }
    }
}
