/// Line and letters of a marker's shape: people tell by them what a circle stands for.
struct MarkerLook {
    var line: Double
    var letters: Double

    init(_ shape: Marker.Shape, unit: Double) {
        let (line, letters) =
            switch shape {
            case .circle: (2.0, 15.0)
            case .circleOutline: (1.4, 14.0)
            case .cross: (1.6, 13.0)
            case .exoplanet: (1.4, 11.5)
            case .asteroid: (1.2, 10.5)
            case .line, .polygon: (1.4, 12.0)
            default: (1.5, 13.0)
            }
        (self.line, self.letters) = (line * unit, letters * unit)
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
