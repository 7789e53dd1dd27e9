/// How coarsely colour is stored compared with brightness.
public enum ChromaSubsampling: String, Sendable, Codable, CaseIterable {
    /// Colour for every pixel.
    case full = "4:4:4"
    /// For every second pixel of a row.
    case half = "4:2:2"
    /// For every second pixel of every second row.
    case quarter = "4:2:0"

    /// Luminance samples for each chroma sample, along rows.
    public var horizontal: Int { self == .full ? 1 : 2 }
    /// Luminance samples for each chroma sample, along columns.
    public var vertical: Int { self == .quarter ? 2 : 1 }

    /// The nearest kind that is not coarser along rows; other arrangements (4:1:1, 4:4:0) are rare.
    ///
    /// - Parameters:
    ///   - horizontal: luminance samples for each chroma sample, along rows.
    ///   - vertical: the same along columns.
    public init(horizontal: Int, vertical: Int) {
        self = horizontal < 2 ? .full : vertical < 2 ? .half : .quarter
    }
}
