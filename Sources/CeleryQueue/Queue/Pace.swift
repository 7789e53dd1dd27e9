/// How many messages a lane takes ahead.
///
/// One for each slot is fair: nothing waits behind a slow task while another worker is idle. Where tasks are short, more keep the
/// slots busy while the broker answers: as many as are done in 50 ms. After the death of a worker it is one again, so that a task that
/// kills its worker takes few others with it.
struct Pace: Sendable {
    var width = 1
    /// What the broker was told last.
    var applied = 1
    private var seconds = 1.0
    private var perSlot = 1

    private static let longest = 64

    mutating func ended(after seconds: Double) {
        self.seconds += (min(1, seconds) - self.seconds) * 0.1
        let fitting = min(Self.longest, max(1, Int(0.05 / max(1e-6, self.seconds))))
        // Told to the broker in steps, not at each change.
        if fitting >= perSlot * 2 || fitting * 2 <= perSlot { perSlot = fitting }
    }

    mutating func beCareful() { (seconds, perSlot) = (1, 1) }

    /// - Parameter held: messages that wait for their time, and are unsettled meanwhile.
    func wanted(held: Int) -> Int {
        let count = width * perSlot + held
        // The broker's field has 16 bits; 0: no limit.
        return count > 65_000 ? 0 : count
    }
}
