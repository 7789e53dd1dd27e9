import Foundation
public import Observations
public import PlateSolving
import Raster
import TaskQueue
import Threads

/// Hands photos that are to be solved to the solver.
public actor SubmitStep {
    private let archive: any Archive
    private let repository: any ObservationRepository
    private let solver: any PlateSolver
    private let inspector: any PictureInspector
    private let configuration: PipelineConfiguration
    private let progress: ProgressFeed
    private let pool = BlockingPool(name: "submit", width: 2)
    private var isRunning = false
    private var tries: [Int64: (count: Int, next: ContinuousClock.Instant)] = [:]

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
    }

    /// Takes all that are `pending`, and those `submitting` whose try was cut off: the key makes sure that they are handed in
    /// once only.
    ///
    /// - Returns: seconds after which it is to be run again, nil when nothing waits for that.
    public func run() async throws -> Double? {
        guard !isRunning else { return 1 }
        isRunning = true
        defer { isRunning = false }
        let waiting = try await repository.all([.submitting, .pending])
        tries = tries.filter { entry in waiting.contains { $0.id == entry.key } }
        for observation in waiting where isDue(observation.id) {
            try Task.checkCancellation()
            try await submit(observation)
        }
        return tries.values.map { max(0.1, ContinuousClock.now.duration(to: $0.next) / .seconds(1)) }.min()
    }

    private func isDue(_ id: Int64) -> Bool {
        tries[id].map { $0.next <= .now } ?? true
    }

    private func submit(_ found: Observation) async throws {
        do {
            let observation = try await repository.change(
                id: found.id, expecting: [.pending, .submitting], requesting: []
            ) {
                $0.status = .submitting
                $0.reason = nil
            }
            let picture = try self.picture(of: observation)
            let hints = try await hints(picture, observation)
            let job = try await solver.submit(picture: picture, key: SubmissionKey.of(observation), hints: hints)
            let address = solver.address
            try await repository.change(
                id: observation.id, expecting: [.submitting], requesting: [RegistrationTasks.request(RegistrationTasks.process)]
            ) {
                $0.status = .submitted
                $0.job = job
                $0.astrometryURL = address
            }
            tries[observation.id] = nil
            progress.send(
                ProgressEvent(photo: found.name, taskID: found.taskID, step: .submit, outcome: .done, detail: solver.name))
        } catch let error as RepositoryError {
            // Somebody else changed or removed it meanwhile: it is theirs now.
            switch error {
            case .statusIs, .notFound: return
            case .invalid: throw error
            }
        } catch let failure as SolveFailure {
            try await fail(found, failure.reason)
        } catch let error as ArchiveError where error.code == .notFound || error.code == .invalidName {
            try await fail(found, error.message)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            try await retry(found, error)
        }
    }

    private func picture(of observation: Observation) throws -> URL {
        guard let raw = observation.products.first(where: { $0.type == "raw" }) else {
            throw ArchiveError(.notFound, "Observation \(observation.taskID) has no raw file to be solved")
        }
        return try archive.existingFile(ArchivePath("\(observation.taskID)/\(raw.filename)"))
    }

    /// None where the headers cannot be read: the solver will say what is wrong with the picture.
    private func hints(_ picture: URL, _ observation: Observation) async throws -> SolveHints {
        try await pool.run { [inspector, configuration] in
            guard let facts = try? inspector.facts(path: picture.path, limitMegapixels: configuration.limitMegapixels) else {
                return SolveHints()
            }
            var hints = SolveHints.from(capture: facts.capture, size: facts.uprightSize)
            // What its owner says goes before what the headers say.
            guard let text = observation.solveRequest, let asked = try? JSONDecoder().decode(SolveRequest.self, from: Data(text.utf8))
            else {
                return hints
            }
            let own = asked.hints(width: facts.uprightSize.width)
            if own.ra != nil { (hints.ra, hints.dec, hints.radius) = (own.ra, own.dec, own.radius) }
            if own.scaleLow != nil { (hints.scaleLow, hints.scaleHigh) = (own.scaleLow, own.scaleHigh) }
            hints.options = own.options
            return hints
        }
    }

    /// Stays `submitting`: a change of status would ask for the next try at once.
    private func retry(_ observation: Observation, _ error: any Error) async throws {
        let count = (tries[observation.id]?.count ?? 0) + 1
        guard count < configuration.submitAttempts else {
            return try await fail(observation, "The solver did not take it, \(count) times: \(error)")
        }
        tries[observation.id] = (count, .now + .seconds(min(300, 5 * (1 << min(10, count - 1)))))
        progress.trouble(
            "submit \(observation.taskID)", step: .submit, photo: observation.name,
            "The solver \(solver.name) did not take it, it is tried again: \(error)", error)
    }

    private func fail(_ observation: Observation, _ reason: String) async throws {
        tries[observation.id] = nil
        try await repository.changeIfStill(observation.id, [.submitting]) {
            $0.status = .failedSubmitting
            $0.reason = reason
        }
        progress.clear("submit \(observation.taskID)")
        progress.send(
            ProgressEvent(
                photo: observation.name, taskID: observation.taskID, step: .submit, outcome: .refused, detail: reason))
    }
}
