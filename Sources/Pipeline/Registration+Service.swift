import Foundation
import Observations
import ServiceLifecycle
import TaskQueue

extension Registration {
    /// Asks for steps when something happens, until it is stopped, by cancellation or gracefully.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await watchLandingPad() }
                group.addTask { await watchRecords() }
            }
        }
    }

    /// Many files at once make few looks: while one is asked for, no other is added, and after each there is a short rest.
    private func watchLandingPad() async {
        for await _ in await landingPad.events() {
            await ask(RegistrationTasks.ingest)
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    private func watchRecords() async {
        for await event in repository.changes() where !event.removed {
            switch event.status {
            case .pending: await ask(RegistrationTasks.submit)
            case .submitted, .processed, .waiting: await ask(RegistrationTasks.process)
            case .removing: await ask(RegistrationTasks.cleanup)
            default: continue
            }
        }
    }
}
