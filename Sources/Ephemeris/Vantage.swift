public import Foundation
public import Sky

/// An observer at a time: what all bodies seen from there have in common is worked out once.
public struct Vantage: Sendable {
    let time: EphemerisTime
    private let observer: SIMD3<Double>
    /// The Sun from the barycentre, and how it moves in a day.
    private let sun: SIMD3<Double>
    private let sunMotion: SIMD3<Double>
    /// From the Sun.
    let fromSun: SIMD3<Double>
    /// au in a day, round the Sun.
    let motion: SIMD3<Double>

    /// Days that light needs for one au.
    static let lightTime = 499.004_783_84 / 86400

    /// - Parameter site: nil: the Earth's centre.
    public init(_ date: Date, from site: Site? = nil) {
        time = EphemerisTime(date)
        let earth = Theory.earth(time.days)
        observer = earth.fromBarycentre + (site?.place(time) ?? .zero)
        sun = earth.fromBarycentre - earth.fromSun
        sunMotion = Theory.sun(time.days + 0.5) - Theory.sun(time.days - 0.5)
        fromSun = observer - sun
        motion = Theory.earth(time.days + 0.5).fromSun - Theory.earth(time.days - 0.5).fromSun
    }

    public func place(of body: Body) -> Place {
        var days = time.days
        var (seen, fromSun) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
        for _ in 0..<4 {
            (seen, fromSun) = barycentric(body, days)
            days = time.days - length(seen - observer) * Self.lightTime
        }
        let toBody = seen - observer
        let (distance, sunDistance) = (length(toBody), length(fromSun))
        let cosine = sunDistance > 0 ? dot(toBody, fromSun) / (distance * sunDistance) : 1
        let phase = acos(min(1, max(-1, cosine))) * 180 / .pi
        return Place(
            position: SkyPosition(UnitVector(directionOf: toBody.x, toBody.y, toBody.z)), distance: distance, sunDistance: sunDistance,
            phaseAngle: phase,
            magnitude: Brightness(
                distance: distance, sunDistance: sunDistance, phase: phase, toBody: toBody / distance,
                fromSun: sunDistance > 0 ? fromSun / sunDistance : .zero, days: time.days
            ).magnitude(of: body))
    }

    /// From the barycentre, and from the Sun at the same instant.
    private func barycentric(_ body: Body, _ days: Double) -> (SIMD3<Double>, SIMD3<Double>) {
        // In the hours that light takes the Sun moves evenly.
        let sun = self.sun + (days - time.days) * sunMotion
        let fromSun: SIMD3<Double>
        switch body {
        case .sun: return (sun, .zero)
        case .moon:
            let (earth, moon) = (Theory.earth(days), Theory.moon(days))
            return (earth.fromBarycentre + moon, earth.fromSun + moon)
        case .planet(let planet): fromSun = Theory.planet(planet, days)
        case .satellite(let satellite): fromSun = Theory.planet(satellite.planet, days) + satellite.fromPlanet(days)
        case .asteroid(let orbit, _, _), .comet(let orbit, _, _): fromSun = orbit.place(days)
        }
        return (sun + fromSun, fromSun)
    }
}
