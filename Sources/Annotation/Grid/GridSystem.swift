public import WCS

/// The systems of coordinates a grid can show.
public enum GridSystem: String, Sendable, Hashable, CaseIterable, Codable {
    case equatorial
    case galactic
    case ecliptic

    public var sky: SkySystem {
        switch self {
        case .equatorial: .icrs
        case .galactic: .galactic
        case .ecliptic: .ecliptic
        }
    }

    /// Lines and labels.
    public var colour: Colour {
        switch self {
        case .equatorial: Colour(0.55, 0.8, 1)
        case .galactic: Colour(0.65, 0.95, 0.6)
        case .ecliptic: Colour(1, 0.82, 0.4)
        }
    }
}
