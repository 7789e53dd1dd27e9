import Observations
import TaskQueue

extension ObservationRepository {
    /// Changes an observation unless somebody else was faster.
    func changeIfStill(
        _ id: Int64, _ statuses: Set<ObservationStatus>, requesting tasks: [TaskRequest] = [],
        _ edit: @Sendable (inout Observation) throws -> Void
    ) async throws {
        do {
            try await change(id: id, expecting: statuses, requesting: tasks, edit)
        } catch RepositoryError.statusIs, RepositoryError.notFound {
            return
        }
    }
}
