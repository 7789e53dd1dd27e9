import Foundation
import PlateSolving

/// When to ask again, and when to give up.
struct Pace {
    private let settings: NovaEngine.Settings
    private let end: ContinuousClock.Instant
    private var poll: Double
    private var failures = 0
    private(set) var losses = 0
    private var lastTrouble: String?

    init(_ settings: NovaEngine.Settings, end: ContinuousClock.Instant) {
        self.settings = settings
        self.end = end
        poll = settings.firstPoll
    }

    /// Waits a little longer each time.
    mutating func untilNextLook() async throws {
        try await sleep(poll)
        poll = min(settings.slowestPoll, poll * 1.3)
    }

    /// Back-off with jitter, or as long as the server asks for.
    mutating func wait(after failure: NovaFailure) async throws {
        lastTrouble = failure.reason
        failures += 1
        var pause = min(60, settings.firstPoll * pow(2, Double(min(failures, 6) - 1))) * Double.random(in: 0.7...1.3)
        if case .passing(_, let wait?) = failure { pause = max(pause, wait) }
        try await sleep(pause)
    }

    mutating func trouble(_ reason: String) {
        lastTrouble = reason
        losses += 1
    }

    mutating func isWell() { (failures, losses, lastTrouble) = (0, 0, nil) }

    private func sleep(_ seconds: Double) async throws {
        guard .now + .seconds(seconds) < end else {
            let left = ContinuousClock.now.duration(to: end)
            if left > .zero { try await Task.sleep(for: left) }
            throw SolveFailure(
                "Not solved in time by the server" + (lastTrouble.map { "; the last trouble was: \($0)" } ?? "."), cause: .timeOut)
        }
        try await Task.sleep(for: .seconds(seconds))
    }
}
