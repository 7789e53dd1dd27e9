import Synchronization

/// Celery's logical clock: events and control messages of all programs are put in order by it.
package final class LamportClock: Sendable {
    private let state = Mutex(0)

    package init() {}

    package var value: Int { state.withLock { $0 } }

    /// The time of the next thing that happens here.
    package func forward() -> Int {
        state.withLock { time in
            time += 1
            return time
        }
    }

    /// Something came from elsewhere, sent at that time.
    package func adjust(to other: Int) {
        // A time that no sum of real events can reach is a mistake, and would spoil the clock for good.
        guard other < 1 << 53 else { return }
        state.withLock { $0 = max($0, other) + 1 }
    }
}
