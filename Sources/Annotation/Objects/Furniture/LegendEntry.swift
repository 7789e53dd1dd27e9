import Catalogs

/// A kind of thing that has been drawn, for the legend.
enum LegendEntry: Sendable, Hashable {
    case kind(DeepSkyObject.Kind)
    case namedStar, solverStar, constellationLine, boundary

    var name: String {
        switch self {
        case .kind(let kind): KindLook(kind).name
        case .namedStar: "named stars"
        case .solverStar: "stars of the solution, magnitude"
        case .constellationLine: "constellations"
        case .boundary: "boundaries"
        }
    }
}
