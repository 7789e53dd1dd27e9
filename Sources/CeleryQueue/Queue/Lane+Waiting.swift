/// Slots that wait for a task at the lane itself, for a moment: each task that comes wakes one of them and no other.
///
/// `wakeUps` wakes every slot of the worker, which costs more than a short task does; it is for those that have waited in vain.
extension Lane {
    struct Waiting {
        let until: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, Never>
    }

    private static let moment = Duration.milliseconds(500)
    private static let step = Duration.milliseconds(100)

    /// Returns when a task may be there, or after a moment.
    func waitForReady() async {
        guard isConsuming else { return }
        if waitingsEnd == nil {
            waitingsEnd = Task { [weak self] in
                while await self?.endWaiting() ?? false { try? await Task.sleep(for: Self.step) }
            }
        }
        await withCheckedContinuation { waitings.append(Waiting(until: .now + Self.moment, continuation: $0)) }
    }

    func makeReady(_ held: HeldTask) {
        ready.append(held)
        if let waiting = waitings.popFirst() {
            waiting.continuation.resume()
        } else if foundNothing {
            foundNothing = false
            hub.wakes.wake()
        }
    }

    /// Sends all away that wait: nothing comes any more.
    func endAllWaiting() {
        while let waiting = waitings.popFirst() { waiting.continuation.resume() }
    }

    /// Sends those away whose moment is over; whether to look again.
    private func endWaiting() -> Bool {
        let now = ContinuousClock.now
        while let waiting = waitings.first, waiting.until <= now {
            _ = waitings.popFirst()
            waiting.continuation.resume()
        }
        if waitings.isEmpty { waitingsEnd = nil }
        return !waitings.isEmpty
    }
}
