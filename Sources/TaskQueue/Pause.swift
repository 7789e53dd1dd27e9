package import Foundation
import ServiceLifecycle

/// Waiting for work.
package enum Pause {
    /// Returns at an element of `wakeUps`, after `seconds`, at graceful shutdown or when the task is cancelled,
    /// whichever comes first.
    package static func until(_ wakeUps: AsyncStream<Void>, seconds: TimeInterval) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in wakeUps { break }
            }
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }
}
