public import Foundation
public import Sky
import Threads

/// Where all asteroids of a catalogue are in one night, as far as it takes to say which can be in a picture.
///
/// For the middle of half a day each body's direction is kept, how far it may be from there at any time of these hours and from any place
/// on the Earth, and how bright it can be at most. A field then takes a glance at each; those that remain are worked out in full.
public struct NightSurvey: Sendable {
    private struct Entry: BitwiseCopyable {
        var x, y, z: Float
        /// Chord between unit vectors.
        var reach: Float
        var brightest: Float
        var number: Int32
    }

    private let entries: [Entry]
    private let period: Int

    /// Half days.
    private static let days = 0.5

    /// The nights that share a survey have the same number.
    public static func period(of date: Date) -> Int { Int((date.timeIntervalSince1970 / 86400 / days).rounded()) }

    /// - Parameters:
    ///   - blocks: the orbits, `PackedOrbit`s one after another; read block by block, several at the same time.
    ///   - limit: bodies that cannot be brighter are left out.
    public init(
        period: Int, blocks: Int, brighterThan limit: Double, load: @escaping @Sendable (Int) throws -> Data
    ) throws {
        self.period = period
        let vantage = Vantage(Date(timeIntervalSince1970: Double(period) * Self.days * 86400))
        let parts = min(max(1, blocks), ProcessInfo.processInfo.activeProcessorCount)
        let threads = (0..<parts).map { part in
            SideThread {
                var found: [Entry] = []
                for block in stride(from: part, to: blocks, by: parts) {
                    try load(block).withUnsafeBytes { bytes in
                        for place in 0..<bytes.count / MemoryLayout<PackedOrbit>.stride {
                            let orbit = bytes.loadUnaligned(fromByteOffset: place * MemoryLayout<PackedOrbit>.stride, as: PackedOrbit.self)
                            if let entry = Self.entry(orbit, vantage), Double(entry.brightest) <= limit { found.append(entry) }
                        }
                    }
                }
                return found
            }
        }
        entries = try threads.flatMap { try $0.value() }
    }

    /// Numbers of the bodies that may be in a field, as `PackedOrbit.number` has them.
    ///
    /// - Parameter radius: degrees.
    public func candidates(within radius: Double, of centre: SkyPosition, brighterThan limit: Double) -> [Int64] {
        let v = centre.unitVector
        let direction = SIMD3<Float>(Float(v.x), Float(v.y), Float(v.z))
        let chord = Float(2 * sin(min(radius, 180) * .pi / 360))
        var found: [Int64] = []
        entries.withUnsafeBufferPointer { entries in
            for entry in entries where entry.brightest <= Float(limit) {
                let d = SIMD3(entry.x, entry.y, entry.z) - direction
                let reach = chord + entry.reach
                if (d * d).sum() <= reach * reach { found.append(Int64(entry.number)) }
            }
        }
        return found
    }

    /// Nil for what has no magnitude.
    @inline(__always)
    private static func entry(_ orbit: PackedOrbit, _ vantage: Vantage) -> Entry? {
        guard !orbit.h.isNaN else { return nil }
        let number = Int32(truncatingIfNeeded: orbit.number)
        guard let (place, motion) = orbit.state(vantage.time.days) else {
            return Entry(x: 0, y: 0, z: 1, reach: 3, brightest: -.infinity, number: number)
        }
        let toBody = place - vantage.fromSun
        let relative = motion - vantage.motion
        let (distance, sunDistance) = (length(toBody), length(place))
        // A quarter of a day and the time of the light, along a straight line; what the Sun bends in that time, the size of the Earth, and
        // the roundings of the orbit.
        let path = length(relative) * half + length(motion) * distance * Vantage.lightTime + 2e-4
        let (near, nearSun) = (max(1e-6, distance - path), max(1e-3, sunDistance - length(motion) * half - 1e-3))
        let reach = path < distance ? 1.001 * path / near + 2e-5 : 3
        let brightest = Double(orbit.h) + 5 * log10(near * nearSun) - 0.02
        let direction = toBody / distance
        return Entry(
            x: Float(direction.x), y: Float(direction.y), z: Float(direction.z), reach: Float(min(3, reach)), brightest: Float(brightest),
            number: number)
    }

    /// Half of the hours, in days.
    private static let half = days / 2
}
