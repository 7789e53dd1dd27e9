/// How the stored rows of a picture are to be turned to stand upright; raw values as in EXIF tag 0x0112.
public enum Orientation: Int, Sendable, Codable, CaseIterable {
    case up = 1
    /// Mirrored left to right.
    case upMirrored
    /// Turned by 180°.
    case down
    /// Mirrored top to bottom.
    case downMirrored
    /// Mirrored along the diagonal from top left to bottom right.
    case leftMirrored
    /// To be turned clockwise by 90°.
    case right
    /// Mirrored along the other diagonal.
    case rightMirrored
    /// To be turned anticlockwise by 90°.
    case left

    /// Rows of the stored picture become columns.
    public var transposes: Bool { rawValue >= 5 }

    public func uprightSize(of stored: PixelSize) -> PixelSize {
        transposes ? stored.transposed : stored
    }

    /// The first stored column becomes the last column (or row, where transposed) of the upright picture.
    public var reversesColumns: Bool { [.upMirrored, .down, .rightMirrored, .left].contains(self) }

    /// The first stored row becomes the last row (or column, where transposed) of the upright picture.
    public var reversesRows: Bool { [.down, .downMirrored, .right, .rightMirrored].contains(self) }
}
