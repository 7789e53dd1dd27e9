import ServiceLifecycle

/// Gives a service that is asked to stop a limited time to do so.
enum GracePeriod {
    private struct Over: Error {}

    static func run(seconds: Double, _ work: @escaping @Sendable () async throws -> Void) async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await work() }
                group.addTask {
                    try await gracefulShutdown()
                    try await Task.sleep(for: .seconds(seconds))
                    throw Over()
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch is Over {
            // Slow readers are cut off; that is what the limit is for.
        }
    }
}
