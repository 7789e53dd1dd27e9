import Foundation
import Pipeline
import SQLiteQueue
import SQLiteStore
import TaskQueue

extension House {
    /// The queues that the settings name: those of the home, or with RABBITMQ_BROKER those of the broker.
    static func queue(_ home: HomeFolder, _ settings: Settings) throws -> any QueueAdministration {
        if settings.broker != nil {
            throw PlainError(
                "RABBITMQ_BROKER is set, and this version does not reach queues on a broker yet: unset it for the home's own.")
        }
        try home.requireDatabase()
        return SQLiteTaskQueue(store: try Store.open(path: home.database.path))
    }

    /// The tasks that workers of this program know.
    static let taskKinds = RegistrationTasks.kinds + [TaskKind(name: pruneTask, queue: RegistrationTasks.queue)]

    /// Forgets tasks that ended long ago.
    static let pruneTask = "astrobase.prune_tasks"

    static func prune(_ queue: SQLiteTaskQueue) -> Worker.Handler {
        { _ in
            let count = try await queue.prune()
            return count > 0 ? "\(count) forgotten" : nil
        }
    }
}
