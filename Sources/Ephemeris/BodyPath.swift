public import Foundation
public import Sky

/// A body's way over the sky, for many times: within 20″ of `Ephemeris.place` for the Sun, planets, asteroids and comets,
/// 2′ for the Moon, and as far as a moon is from its planet.
///
/// What takes long, the series of the Earth, the Moon and planets, is worked out every few days and interpolated by a cubic through four
/// such points (Lagrange); asteroids and comets have orbits of two bodies, which are quick.
public struct BodyPath: Sendable {
    private let body: Body
    private let site: Site?
    private var earth = Track(days: 8) { Theory.earth($0).fromSun }
    /// The body's own from the Sun, the Moon's from the Earth; nil: there is nothing to interpolate.
    private var track: Track?

    public init(of body: Body, from site: Site? = nil) {
        (self.body, self.site) = (body, site)
        track =
            switch body {
            case .moon: Track(days: 0.5, place: Theory.moon)
            case .planet(let planet): Track(planet)
            case .satellite(let satellite): Track(satellite.planet)
            case .sun, .asteroid, .comet: nil
            }
    }

    public mutating func direction(at date: Date) -> UnitVector {
        let time = EphemerisTime(date)
        let observer = earth.place(time.days)
        var seen = SIMD3<Double>.zero
        if case .moon = body {
            seen = track?.place(time.days) ?? .zero
        } else {
            var days = time.days
            for _ in 0..<2 {
                seen = fromSun(days) - observer
                days = time.days - length(seen) * Vantage.lightTime
            }
        }
        // Further away the Earth's own size is 9″ and less.
        if let site, length(seen) < 1 { seen -= site.place(time) }
        return UnitVector(directionOf: seen.x, seen.y, seen.z)
    }

    private mutating func fromSun(_ days: Double) -> SIMD3<Double> {
        switch body {
        case .asteroid(let orbit, _, _), .comet(let orbit, _, _): orbit.place(days)
        default: track?.place(days) ?? .zero
        }
    }

    /// Places in au at even steps, worked out where they are needed.
    private struct Track: Sendable {
        let step: Double
        let exact: @Sendable (Double) -> SIMD3<Double>
        private var nodes: [Int: SIMD3<Double>] = [:]

        init(days step: Double, place exact: @escaping @Sendable (Double) -> SIMD3<Double>) { (self.step, self.exact) = (step, exact) }

        init(_ planet: Planet) {
            let days =
                switch planet {
                case .mercury: 2.0
                case .venus: 4.0
                default: 8.0
                }
            self.init(days: days) { Theory.planet(planet, $0) }
        }

        mutating func place(_ days: Double) -> SIMD3<Double> {
            let first = Int((days / step).rounded(.down)) - 1
            let x = days / step - Double(first)
            var sum = SIMD3<Double>.zero
            for i in 0..<4 {
                var weight = 1.0
                for j in 0..<4 where j != i { weight *= (x - Double(j)) / Double(i - j) }
                sum += weight * node(first + i)
            }
            return sum
        }

        private mutating func node(_ number: Int) -> SIMD3<Double> {
            if let known = nodes[number] { return known }
            let place = exact(Double(number) * step)
            nodes[number] = place
            return place
        }
    }
}
