import Foundation

/// One look at both clocks.
struct Moment: Sendable {
    let date: Date
    let sinceBoot: TimeInterval

    init(_ clock: QueueClock) {
        date = clock.now()
        sinceBoot = clock.sinceBoot()
    }

    var wall: Double { date.timeIntervalSince1970 }

    /// A time by both clocks, as they stand to each other now.
    func due(_ time: Date) -> (wall: Double, boot: Double) {
        (time.timeIntervalSince1970, sinceBoot + time.timeIntervalSince(date))
    }
}
