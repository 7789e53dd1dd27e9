import Catalogs
import WCS

/// How a kind of object is drawn: colour, line, and the ticks of star atlases that tell kinds apart without colour.
struct KindLook {
    enum Ticks { case none, inward, outward }

    var colour: Colour
    /// Units; empty: a line without gaps.
    var dash: [Double] = []
    var ticks: Ticks = .none
    /// For the legend.
    var name: String
    /// For one object.
    var singular: String

    init(_ kind: DeepSkyObject.Kind) {
        switch kind {
        case .galaxy: self.init(Colour(1, 0.73, 0.33), "galaxies", "galaxy")
        case .galaxyGroup: self.init(Colour(1, 0.73, 0.33), "galaxy groups", "galaxy group", dash: [5, 4])
        case .openCluster: self.init(Colour(0.45, 0.78, 1), "open clusters", "open cluster", dash: [5, 3.5])
        case .globularCluster: self.init(Colour(0.78, 0.94, 0.42), "globular clusters", "globular cluster", ticks: .inward)
        case .planetaryNebula:
            self.init(Colour(0.30, 0.92, 0.80), "planetary nebulae", "planetary nebula", ticks: .outward)
        case .nebula: self.init(Colour(1, 0.52, 0.58), "nebulae", "nebula")
        case .clusterWithNebula: self.init(Colour(0.98, 0.62, 0.93), "clusters with nebula", "cluster with nebula", dash: [9, 3])
        case .supernovaRemnant: self.init(Colour(0.78, 0.58, 1), "supernova remnants", "supernova remnant")
        case .darkNebula: self.init(Colour(0.76, 0.68, 0.58), "dark nebulae", "dark nebula", dash: [2.5, 3])
        case .asterism: self.init(Colour(0.80, 0.84, 0.88), "asterisms", "asterism", dash: [5, 3.5])
        case .star: self.init(Colour(0.80, 0.84, 0.88), "stars (Messier, NGC)", "star")
        case .other: self.init(Colour(0.80, 0.84, 0.88), "other objects", "object")
        }
    }

    private init(
        _ colour: Colour, _ name: String, _ singular: String, dash: [Double] = [], ticks: Ticks = .none
    ) {
        (self.colour, self.name, self.singular, self.dash, self.ticks) = (colour, name, singular, dash, ticks)
    }

    /// The ticks at the ends of an ellipse's axes.
    func tickPaths(on ellipse: Figure, unit: Double) -> [Figure] {
        guard ticks != .none, case .ellipse(let centre, let semiMajor, let semiMinor, let angle) = ellipse else { return [] }
        let length = ticks == .outward ? 4.5 * unit : min(4.5 * unit, semiMinor * 0.5)
        return [0.0, 90, 180, 270].map { turn in
            let (c, s) = cosAndSin(angle + turn)
            let from = turn == 0 || turn == 180 ? semiMajor : semiMinor
            let to = ticks == .outward ? from + length : from - length
            return .path(
                [PixelPoint(x: centre.x + c * from, y: centre.y + s * from),
                    PixelPoint(x: centre.x + c * to, y: centre.y + s * to)], closed: false)
        }
    }
}
