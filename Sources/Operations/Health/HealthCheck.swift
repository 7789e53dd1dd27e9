public import Foundation
import Threads

/// One thing that a process cannot do its work without.
///
/// Anybody may read the answer: it says what is wrong, and names no address, path or user.
public struct HealthCheck: Sendable {
    public let name: String
    /// Nil: all is well.
    let problem: @Sendable () async -> String?

    public init(_ name: String, problem: @escaping @Sendable () async -> String?) {
        self.name = name
        self.problem = problem
    }

    /// Something that is asked.
    ///
    /// - Parameters:
    ///   - seconds: how long the answer may take.
    ///   - ask: throws when it cannot be had; it is cancelled when the time is up.
    public static func answers(
        _ name: String, seconds: TimeInterval = 5, _ ask: @escaping @Sendable () async throws -> Void
    ) -> Self {
        HealthCheck(name) {
            do {
                try await Deadline.run(seconds: seconds, ask)
                return nil
            } catch is Deadline.Over {
                return "no answer within \(seconds.formatted()) s"
            } catch {
                return "it cannot be read"
            }
        }
    }

    /// A connection that is made anew when it breaks: a problem only when that is not done within `patience` seconds.
    public static func connected(
        _ name: String, patience: TimeInterval = 3, _ isConnected: @escaping @Sendable () -> Bool
    ) -> Self {
        HealthCheck(name) {
            let end = ContinuousClock.now + .seconds(patience)
            while !isConnected() {
                guard ContinuousClock.now < end, (try? await Task.sleep(for: .milliseconds(100))) != nil else {
                    return "not connected"
                }
            }
            return nil
        }
    }
}
