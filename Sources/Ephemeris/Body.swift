/// What has a place that changes.
public enum Body: Sendable, Hashable {
    case sun
    case moon
    case planet(Planet)
    case satellite(Satellite)
    /// An asteroid with its absolute magnitude H and slope G; no magnitude where H is not known.
    case asteroid(Orbit, h: Double?, g: Double)
    /// A comet whose total magnitude is m1 + 5 log Δ + 2.5 k log r; no magnitude where m1 is not known.
    case comet(Orbit, m1: Double?, k: Double)

    /// The Sun, the Moon, a planet or one of its large moons, in upper or lower case; nil for other names.
    public init?(named name: String) {
        switch name.lowercased() {
        case "sun": self = .sun
        case "moon": self = .moon
        case let word:
            if let planet = Planet(rawValue: word) {
                self = .planet(planet)
            } else if let satellite = Satellite(rawValue: word) {
                self = .satellite(satellite)
            } else {
                return nil
            }
        }
    }
}
