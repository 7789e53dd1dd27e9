import Ephemeris
import Foundation
import Sky
import Testing

@Suite struct NightSurveyTests {
    private struct Body {
        var orbit: Orbit
        var h: Double
    }

    /// Main belt, and every tenth a body that may come near the Earth.
    private static func bodies(_ count: Int) throws -> [Body] {
        var random = SplitMix(state: 12)
        return try (0..<count).map { number in
            func between(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
            let isNear = number % 10 == 0
            let axis = isNear ? between(0.6...3) : between(2...4)
            let eccentricity = isNear ? between(0.1...0.99) : between(0...0.35)
            let orbit = Orbit(
                semimajorAxis: axis, eccentricity: eccentricity, meanAnomaly: between(0...360), epoch: 2_459_200.5,
                argument: between(0...360),
                node: between(0...360), inclination: isNear ? between(0...170) : between(0...30))
            return Body(orbit: try #require(orbit), h: between(8...22))
        }
    }

    private static func survey(_ bodies: [Body], _ date: Date, _ limit: Double) throws -> NightSurvey {
        let packed = try bodies.enumerated().map { try #require(PackedOrbit($1.orbit, h: $1.h, number: Int64($0))) }
        let size = 4096
        let blocks = stride(from: 0, to: packed.count, by: size).map { first in
            packed[first..<min(packed.count, first + size)].withUnsafeBytes { Data($0) }
        }
        return try NightSurvey(period: NightSurvey.period(of: date), blocks: blocks.count, brighterThan: limit) { blocks[$0] }
    }

    @Test func noneIsMissed() throws {
        let bodies = try Self.bodies(30_000)
        var random = SplitMix(state: 5)
        let sites = [nil, Site(latitude: -33, longitude: 151), Site(latitude: 78, longitude: 15, height: 500)]
        var (found, candidates) = (0, 0)
        for number in 0..<12 {
            // From midnight to noon, so at any distance from the middle of the survey's hours.
            let date = Date(timeIntervalSince1970: 1_600_000_000 + Double.random(in: 0...4e8, using: &random))
            let limit = [14.0, 18, 21][number % 3]
            let survey = try Self.survey(bodies, date, max(20, limit))
            let vantage = Vantage(date, from: sites[number % 3])
            let places = bodies.map { vantage.place(of: .asteroid($0.orbit, h: $0.h, g: 0.15)) }
            for _ in 0..<20 {
                let centre = SkyPosition(
                    ra: Double.random(in: 0...360, using: &random), dec: asin(Double.random(in: -1...1, using: &random)) * 180 / .pi)
                let radius = [0.2, 3, 40][Int.random(in: 0..<3, using: &random)]
                let proposed = Set(survey.candidates(within: radius, of: centre, brighterThan: limit))
                let inside = places.indices.filter {
                    (places[$0].magnitude ?? 99) <= limit && places[$0].position.separation(to: centre) <= radius
                }
                for body in inside where !proposed.contains(Int64(body)) {
                    Issue.record("body \(body) at \(places[body].distance) au is missed")
                }
                found += inside.count
                candidates += proposed.count
            }
        }
        // The glance is worth its while: it leaves not many more than there are.
        #expect(found > 1000 && candidates < 3 * found, "\(found) of \(candidates)")
    }

    /// New and full Moons and quarters as almanacs give them (US Naval Observatory, Phases of the Moon 2026), in UT.
    @Test func phasesOfTheMoon() throws {
        let first = try Date("2026-01-01T00:00:00Z", strategy: .iso8601)
        let phases = MoonPhase.following(first, count: 6)
        let known: [(MoonPhase, String)] = [
            (.full, "2026-01-03T10:03:00Z"), (.lastQuarter, "2026-01-10T15:48:00Z"), (.new, "2026-01-18T19:52:00Z"),
            (.firstQuarter, "2026-01-26T04:47:00Z"), (.full, "2026-02-01T22:09:00Z"), (.lastQuarter, "2026-02-09T12:43:00Z"),
        ]
        for (phase, (kind, text)) in zip(phases, known) {
            #expect(phase.phase == kind)
            #expect(abs(phase.date.timeIntervalSince(try Date(text, strategy: .iso8601))) < 60, "\(text): \(phase.date)")
        }
    }
}

/// Steele, Lea & Flood 2014: the same numbers everywhere.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
