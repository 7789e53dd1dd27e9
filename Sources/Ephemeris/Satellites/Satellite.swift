import Foundation

/// A moon of another planet that small telescopes show.
public enum Satellite: String, Sendable, Hashable, CaseIterable, Codable {
    case io, europa, ganymede, callisto, titan

    public var planet: Planet { self == .titan ? .saturn : .jupiter }

    /// At 1 au from the Sun and the observer, without phase (The Astronomical Almanac, section F).
    var magnitude: Double {
        switch self {
        case .io: -1.68
        case .europa: -1.41
        case .ganymede: -2.09
        case .callisto: -1.05
        case .titan: -1.28
        }
    }

    /// From the planet's centre in au, ICRS axes.
    ///
    /// - Parameter days: TT since J2000.0.
    func fromPlanet(_ days: Double) -> SIMD3<Double> {
        let kilometres =
            switch self {
            case .io: GalileanTheory(days).io
            case .europa: GalileanTheory(days).europa
            case .ganymede: GalileanTheory(days).ganymede
            case .callisto: GalileanTheory(days).callisto
            case .titan: Titan.place(days)
            }
        return Ecliptic.toICRS(kilometres) / 149_597_870.7
    }
}

/// Sine and cosine of degrees.
func sine(_ degrees: Double) -> Double { sin(degrees * .pi / 180) }
func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }

extension SIMD3<Double> {
    /// Turned about the third axis, from the first towards the second; degrees.
    func turnedAboutZ(_ angle: Double) -> SIMD3 {
        let (s, c) = (sine(angle), cosine(angle))
        return SIMD3(c * x - s * y, s * x + c * y, z)
    }

    /// Turned about the first axis, from the second towards the third; degrees.
    func turnedAboutX(_ angle: Double) -> SIMD3 {
        let (s, c) = (sine(angle), cosine(angle))
        return SIMD3(x, c * y - s * z, s * y + c * z)
    }
}
