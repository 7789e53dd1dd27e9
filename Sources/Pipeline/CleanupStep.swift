import Foundation
public import Observations
public import PlateSolving

/// Deletes what is marked for it: files to the trash, then the record. The trash is emptied of what has been there long enough.
public actor CleanupStep {
    private let archive: any Archive
    private let repository: any ObservationRepository
    private let solver: any PlateSolver
    private let removePreviews: @Sendable (_ taskID: String) async throws -> Void
    private let configuration: PipelineConfiguration
    private let progress: ProgressFeed
    private var isRunning = false
    private var lastPurge: ContinuousClock.Instant?

    /// - Parameter removePreviews: forgets what was drawn ahead of an observation's pictures.
    public init(
        archive: any Archive, repository: any ObservationRepository, solver: any PlateSolver,
        removePreviews: @escaping @Sendable (_ taskID: String) async throws -> Void = { _ in },
        configuration: PipelineConfiguration, progress: ProgressFeed
    ) {
        self.archive = archive
        self.repository = repository
        self.solver = solver
        self.removePreviews = removePreviews
        self.configuration = configuration
        self.progress = progress
    }

    public func run() async throws {
        guard !isRunning else { return }
        isRunning = true
        defer { isRunning = false }
        for observation in try await repository.all([.removing]) {
            try Task.checkCancellation()
            await remove(observation)
        }
        await purge()
    }

    private func remove(_ observation: Observation) async {
        let about = "cleanup \(observation.taskID)"
        do {
            try await removePreviews(observation.taskID)
            try await archive.trash(taskID: observation.taskID, originalFile: observation.originalFile)
            // A solver that does not answer must not keep the photo of somebody who wants it gone.
            if !observation.job.isEmpty { try? await solver.discard(observation.job) }
            try await repository.remove(id: observation.id)
            progress.clear(about)
            progress.send(
                ProgressEvent(
                    photo: observation.name, taskID: observation.taskID, step: .cleanup, outcome: .done,
                    detail: "in the trash for \(configuration.trashDays) days"))
        } catch is CancellationError {
            return
        } catch {
            progress.trouble(about, step: .cleanup, photo: observation.name, "It is tried again: \(error)", error)
        }
    }

    /// Once an hour is often enough for days.
    private func purge() async {
        if let lastPurge, .now - lastPurge < .seconds(3600) { return }
        lastPurge = .now
        let limit = Date(timeIntervalSinceNow: -Double(max(0, configuration.trashDays)) * 86_400)
        do {
            try await archive.purgeTrash(before: limit)
            progress.clear("trash")
        } catch {
            progress.trouble("trash", step: .cleanup, "\(error)", error)
        }
    }
}
