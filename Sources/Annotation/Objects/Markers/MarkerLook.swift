/// Line and letters of a marker's shape, and where its label is tried first: people tell by them what a circle stands for.
struct MarkerLook {
    var line: Double
    var letters: Double
    var side: LabelRequest.Side

    init(_ shape: Marker.Shape, unit: Double) {
        let (line, letters, side): (Double, Double, LabelRequest.Side) =
            switch shape {
            case .circle: (2, 15, .right)
            case .circleOutline: (1.4, 14, .above)
            case .cross: (1.6, 13, .right)
            case .exoplanet: (1.4, 11.5, .below)
            case .asteroid: (1.2, 10.5, .left)
            case .line, .polygon: (1.4, 12, .right)
            default: (1.5, 13, .right)
            }
        (self.line, self.letters, self.side) = (line * unit, letters * unit, side)
    }
}

extension Marker.Shape {
    /// Units of the picture.
    var usualSize: Double {
        switch self {
        case .text: 14
        case .arrow: 40
        case .cross: 10
        default: 12
        }
    }
}

extension Colour {
    /// For letters: thin strokes of a dark colour, as pure red or blue are, cannot be read on the sky.
    var lettering: Colour {
        let light = 0.21 * red + 0.72 * green + 0.07 * blue
        let white = max(0, 0.45 - light) / max(0.1, 1 - light)
        return Colour(red + (1 - red) * white, green + (1 - green) * white, blue + (1 - blue) * white)
    }
}
