import Foundation

/// How a lens maps the sky to the flat picture: zenithal projections about the centre (Calabretta and Greisen 2002, section 5.1).
public enum SampleProjection: String, Sendable, Codable, CaseIterable {
    /// Gnomonic: the ideal lens.
    case tan = "TAN"
    /// Stereographic: many fisheye lenses.
    case stereographic = "STG"
    /// Zenithal equidistant.
    case equidistant = "ARC"
    /// Zenithal equal area: most fisheye lenses.
    case equalArea = "ZEA"
    /// Orthographic.
    case orthographic = "SIN"

    /// Distance from the centre of the picture, in units in which it equals the angle near the centre.
    /// - Parameter angle: from the centre of the picture, radians.
    func planeRadius(angle: Double) -> Double {
        switch self {
        case .tan: Foundation.tan(angle)
        case .stereographic: 2 * Foundation.tan(angle / 2)
        case .equidistant: angle
        case .equalArea: 2 * sin(angle / 2)
        case .orthographic: sin(angle)
        }
    }

    /// The inverse of `planeRadius`; nil where no sky is shown.
    func angle(planeRadius r: Double) -> Double? {
        switch self {
        case .tan: atan(r)
        case .stereographic: 2 * atan(r / 2)
        case .equidistant: r <= .pi ? r : nil
        case .equalArea: r <= 2 ? 2 * asin(r / 2) : nil
        case .orthographic: r <= 1 ? asin(r) : nil
        }
    }

    /// The widest field that is sensibly drawn, degrees.
    var widestField: Double {
        switch self {
        case .tan: 150
        case .orthographic: 170
        case .stereographic, .equidistant, .equalArea: 240
        }
    }

    /// How far from the centre the projection is one-to-one, radians.
    var reach: Double {
        switch self {
        case .tan: 0.995 * .pi / 2
        case .orthographic: .pi / 2
        case .stereographic, .equidistant, .equalArea: 0.999 * .pi
        }
    }
}
