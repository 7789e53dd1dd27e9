import Foundation

/// Visual magnitudes from distances in au and phase angle in degrees.
struct Brightness {
    let distance: Double
    let sunDistance: Double
    let phase: Double
    /// Directions from the observer and from the Sun to the body, ICRS; the second is zero for the Sun.
    let toBody: SIMD3<Double>
    let fromSun: SIMD3<Double>
    /// TT since J2000.0.
    let days: Double

    func magnitude(of body: Body) -> Double? {
        let magnitude: Double?
        switch body {
        case .sun: magnitude = -26.74 + 5 * log10(distance)
        // Allen, Astrophysical Quantities (1976): 0.026 per degree and a term of the fourth power.
        case .moon: magnitude = -12.73 + 0.026 * phase + 4e-9 * pow(phase, 4) + 5 * log10(distance / 0.002_569_6 * sunDistance)
        case .planet(let planet): magnitude = self.planet(planet) + 5 * log10(distance * sunDistance)
        case .satellite(let satellite): magnitude = satellite.magnitude + 5 * log10(distance * sunDistance)
        case .asteroid(_, let h, let g): magnitude = h.map { $0 + 5 * log10(distance * sunDistance) + hg(g) }
        case .comet(_, let m1, let k): magnitude = m1.map { $0 + 5 * log10(distance) + 2.5 * k * log10(sunDistance) }
        }
        return magnitude.flatMap { $0.isFinite ? $0 : nil }
    }

    /// The dimming by phase of the H, G system (Bowell et al. 1989).
    private func hg(_ g: Double) -> Double {
        let tangent = tan(phase * .pi / 360)
        return -2.5 * log10((1 - g) * exp(-3.33 * pow(tangent, 0.63)) + g * exp(-1.87 * pow(tangent, 1.22)))
    }

    /// At 1 au from Sun and observer: Mallama & Hilton, Computing apparent planetary magnitudes (2018). Mars without its surface.
    private func planet(_ planet: Planet) -> Double {
        let a = phase
        switch planet {
        case .mercury: return polynomial(-0.613, 6.3280e-2, -1.6336e-3, 3.3644e-5, -3.4265e-7, 1.6893e-9, -3.0334e-12)
        case .venus:
            return a < 163.7
                ? polynomial(-4.384, -1.044e-3, 3.687e-4, -2.814e-6, 8.938e-9) : polynomial(236.05828, -2.81914, 8.39034e-3)
        case .mars: return a <= 50 ? polynomial(-1.601, 2.267e-2, -1.302e-4) : polynomial(-0.367, -0.02573, 3.445e-4)
        case .jupiter: return polynomial(-9.395, -3.7e-4, 6.16e-4)
        case .saturn:
            let (seen, lit) = (tilt(ra: 40.589, dec: 83.537, toBody), tilt(ra: 40.589, dec: 83.537, fromSun))
            // Rings lit from behind add nothing.
            let rings = seen * lit > 0 ? (seen * lit).squareRoot() : 0
            return -8.914 - 1.825 * rings + 0.026 * a - 0.378 * rings * exp(-2.25 * a)
        case .uranus:
            let latitudes = [toBody, fromSun].map { abs(asin(tilt(ra: 257.311, dec: -15.175, $0))) * 180 / .pi }
            return polynomial(-7.110, 6.587e-3, 1.045e-4) - 8.4e-4 * (latitudes[0] + latitudes[1]) / 2
        case .neptune:
            let year = 2000 + days / 365.25
            return -6.89 - 0.0054 * min(20, max(0, year - 1980))
        // Meeus, Astronomical Algorithms, ch. 41; without phase.
        case .pluto: return -1.0
        }
    }

    /// Sine of the latitude under an observer who looks along `direction`, for a planet's pole (degrees, ICRS).
    private func tilt(ra: Double, dec: Double, _ direction: SIMD3<Double>) -> Double {
        let (a, d) = (ra * .pi / 180, dec * .pi / 180)
        return -dot(direction, SIMD3(cos(d) * cos(a), cos(d) * sin(a), sin(d)))
    }

    private func polynomial(_ coefficients: Double...) -> Double { coefficients.reversed().reduce(0) { $0 * phase + $1 } }
}
