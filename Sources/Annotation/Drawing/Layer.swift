/// A part of a drawing that can be switched on and off by itself.
public struct Layer: Sendable, Hashable {
    public var id: LayerID
    public var marks: [Mark]
    public var texts: [PlacedText]

    public init(_ id: LayerID, marks: [Mark] = [], texts: [PlacedText] = []) {
        (self.id, self.marks, self.texts) = (id, marks, texts)
    }
}

/// The names of layers, as the SVG face gives them to its groups.
public struct LayerID: RawRepresentable, Sendable, Hashable, Codable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// What lies below everything else on a chart: its sky, its stars.
    public static let ground = Self(rawValue: "ground")
    public static let outline = Self(rawValue: "outline")
    public static let grid = Self(rawValue: "grid")
    public static let boundaries = Self(rawValue: "constellation-boundaries")
    public static let constellations = Self(rawValue: "constellations")
    public static let deepSky = Self(rawValue: "deep-sky")
    public static let namedStars = Self(rawValue: "named-stars")
    public static let stars = Self(rawValue: "stars")
    public static let markers = Self(rawValue: "markers")
    public static let centre = Self(rawValue: "centre")
    public static let title = Self(rawValue: "title")
    public static let compass = Self(rawValue: "compass")
    public static let scaleBar = Self(rawValue: "scale-bar")
    public static let info = Self(rawValue: "info")
    public static let legend = Self(rawValue: "legend")

    /// From the lowest to the topmost.
    public static let drawingOrder: [LayerID] = [
        .ground, .grid, .boundaries, .constellations, .outline, .deepSky, .namedStars, .stars, .markers, .centre, .compass, .scaleBar,
        .legend, .info, .title,
    ]
}
