/// How a text looks. The font family is the same everywhere: DejaVu Sans, which has the Greek letters and primes.
public struct TextStyle: Sendable, Hashable {
    /// Of the font, pixels per em.
    public var size: Double
    public var colour: Colour
    /// Drawn as an outline below the letters, so that they can be read on any background; nil for none.
    public var halo: Colour?
    public var bold: Bool
    public var italic: Bool
    /// Room between letters beyond the usual, ems.
    public var tracking: Double

    public init(
        size: Double, colour: Colour, halo: Colour? = Colour.black.withAlpha(0.7), bold: Bool = false, italic: Bool = false,
        tracking: Double = 0
    ) {
        (self.size, self.colour, self.halo, self.bold, self.italic) = (size, colour, halo, bold, italic)
        self.tracking = tracking
    }
}

/// A text with its place.
public struct PlacedText: Sendable, Hashable {
    public var string: String
    public var style: TextStyle
    /// The rectangle the text fills when it is not turned; halo included.
    public var box: Box
    /// Where the letters begin and stand, from the box's left and top edge, pixels.
    public var inset: Double
    public var baseline: Double
    /// Turned about the box's centre, degrees clockwise on the screen.
    public var angle: Double
    public var title: String?

    public init(
        _ string: String, style: TextStyle, box: Box, inset: Double, baseline: Double, angle: Double = 0, title: String? = nil
    ) {
        (self.string, self.style, self.box, self.inset, self.baseline) = (string, style, box, inset, baseline)
        (self.angle, self.title) = (angle, title)
    }
}

/// The room a text takes, pixels.
public struct TextMetrics: Sendable, Hashable {
    /// Halo included.
    public var width: Double
    public var height: Double
    /// From the left and top edge to where the first letter begins and stands.
    public var inset: Double
    public var baseline: Double

    public init(width: Double, height: Double, inset: Double, baseline: Double) {
        (self.width, self.height, self.inset, self.baseline) = (width, height, inset, baseline)
    }
}

/// What can tell how large a text will be. `PangoMeasure` does.
public protocol TextMeasure {
    func metrics(of string: String, style: TextStyle) -> TextMetrics
}
