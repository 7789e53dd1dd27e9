public import FITS

/// Which pixels a WCS speaks of: those stored in the file, or those of the picture shown upright (EXIF orientation applied).
public enum PixelFrame: String, Sendable, Hashable, Codable, CaseIterable {
    case stored
    case upright

    /// The card that says so in headers written here.
    public static let keyword = "ASTFRAME"

    /// The frame a header says it belongs to; nil where it has no mark, as in results from existing archives.
    public init?(markedIn header: FITSHeader) {
        guard let text = header.string(Self.keyword), let frame = PixelFrame(rawValue: text.lowercased()) else { return nil }
        self = frame
    }
}
