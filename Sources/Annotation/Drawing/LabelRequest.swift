public import WCS

/// A text that wants a place.
public struct LabelRequest: Sendable, Hashable {
    public enum Anchor: Sendable, Hashable {
        /// Beside a thing: close to its box, on any side; farther away with a line to it where there is no room.
        case beside(Box)
        /// The text's centre at one of these points, the best first.
        case centred([PixelPoint])
    }

    /// Where a label beside a thing is tried first.
    public enum Side: Sendable, Hashable { case right, above, below, left }

    public var layer: LayerID
    public var text: String
    public var style: TextStyle
    public var anchor: Anchor
    /// The higher, the sooner it gets its place.
    public var priority: Double
    /// Drawn even where it covers others: titles.
    public var isRequired: Bool
    /// Whether it may stand aside with a leader line. Only for `.beside`.
    public var mayLead: Bool
    /// Degrees clockwise on the screen; only for `.centred`.
    public var angle: Double
    public var title: String?
    /// Only for `.beside`.
    public var side: Side

    public init(
        layer: LayerID, text: String, style: TextStyle, anchor: Anchor, priority: Double = 0, isRequired: Bool = false,
        mayLead: Bool = true, angle: Double = 0, title: String? = nil, side: Side = .right
    ) {
        (self.layer, self.text, self.style, self.anchor, self.priority) = (layer, text, style, anchor, priority)
        (self.isRequired, self.mayLead, self.angle, self.title, self.side) = (isRequired, mayLead, angle, title, side)
    }
}
