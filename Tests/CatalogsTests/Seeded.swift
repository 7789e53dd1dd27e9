import Foundation
import Sky

/// The same numbers every time (splitmix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Anywhere on the sky with equal chance.
    mutating func position() -> SkyPosition {
        SkyPosition(
            ra: .random(in: 0..<360, using: &self), dec: degrees(asin(Double.random(in: -1...1, using: &self))))
    }
}
