/// The kinds of picture file that are written.
public enum OutputFormat: String, Sendable, Codable, CaseIterable {
    case jpeg, png, tiff, webp, gif

    /// - Parameter fileExtension: without the dot, in any case; nil for one that names no kind written here.
    public init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "jpg", "jpeg", "jpe", "jfif": self = .jpeg
        case "png": self = .png
        case "tif", "tiff": self = .tiff
        case "webp": self = .webp
        case "gif": self = .gif
        default: return nil
        }
    }

    /// The usual ending of file names, without the dot.
    public var fileExtension: String {
        switch self {
        case .jpeg: "jpg"
        case .tiff: "tif"
        default: rawValue
        }
    }
}
