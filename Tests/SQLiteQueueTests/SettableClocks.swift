import Foundation
import SQLiteQueue
import Synchronization

/// Clocks that go when they are told to.
final class SettableClocks: Sendable {
    private struct State {
        var wall = Date(timeIntervalSince1970: 1_800_000_000)
        var run = 1000.0
        var boot = 1
    }

    private let state = Mutex(State())

    var now: Date { state.withLock { $0.wall } }

    func clock() -> QueueClock {
        QueueClock(
            now: { self.now }, sinceBoot: { self.state.withLock { $0.run } }, boot: state.withLock { "run \($0.boot)" })
    }

    func pass(_ seconds: Double) {
        state.withLock {
            $0.wall += seconds
            $0.run += seconds
        }
    }

    /// Sets the clock on the wall alone.
    func set(by seconds: Double) { state.withLock { $0.wall += seconds } }

    func restart(after seconds: Double) {
        state.withLock {
            $0.wall += seconds
            $0.run = 5
            $0.boot += 1
        }
    }
}
