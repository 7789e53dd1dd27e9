/// The kinds of picture file that come in, told by their content.
public enum PictureFormat: String, Sendable, Codable, CaseIterable {
    case jpeg, png, tiff, fits, raw, webp
}
