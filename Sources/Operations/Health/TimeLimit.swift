import Foundation

/// Waits only so long.
enum TimeLimit {
    struct Passed: Error {}

    /// Runs `work`, cancelled once the time is up. It is expected to end soon after it is cancelled.
    ///
    /// - Throws: `Passed`; what `work` throws.
    static func run<T: Sendable>(seconds: TimeInterval, _ work: @escaping @Sendable () async throws -> T) async throws -> T {
        try await withThrowingTaskGroup(of: T.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Passed()
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw Passed() }
            return value
        }
    }
}
