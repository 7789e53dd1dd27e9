import Foundation
import Sky

/// Random numbers that are the same in every run (SplitMix64, Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Even over the sky; every fourth near a pole, every fourth near RA 0h.
    mutating func position(_ number: Int) -> SkyPosition {
        let ra = Double.random(in: 0..<360, using: &self)
        let dec = degrees(asin(Double.random(in: -1...1, using: &self)))
        switch number % 4 {
        case 0: return SkyPosition(ra: ra, dec: (dec < 0 ? -1 : 1) * Double.random(in: 85...90, using: &self))
        case 1: return SkyPosition(ra: Double.random(in: -1...1, using: &self), dec: dec)
        default: return SkyPosition(ra: ra, dec: dec)
        }
    }
}
