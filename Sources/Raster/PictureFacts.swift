/// What the headers of a picture file say.
public struct PictureFacts: Sendable, Hashable, Codable {
    public var format: PictureFormat
    /// The kind within the format: "DNG", "CR2", … for camera raw.
    public var subtype: String?
    /// As stored, before the orientation is applied.
    public var size: PixelSize
    /// In the file: 1 grey, 3 colour, 4 CMYK or colour with alpha; 1 for a colour mosaic that is not yet debayered.
    public var channels: Int
    public var bitsPerSample: Int
    public var isFloat: Bool
    public var orientation: Orientation
    public var capture: CaptureFacts
    /// The usual one for this content, without a dot: jpg, png, tif, fits, dng, …
    public var fileExtension: String
    /// The first row in the file belongs at the bottom when the picture is shown (FITS).
    public var bottomUp: Bool

    public init(
        format: PictureFormat, subtype: String? = nil, size: PixelSize, channels: Int, bitsPerSample: Int,
        isFloat: Bool = false, orientation: Orientation = .up, capture: CaptureFacts = CaptureFacts(),
        fileExtension: String, bottomUp: Bool = false
    ) {
        self.format = format
        self.subtype = subtype
        self.size = size
        self.channels = channels
        self.bitsPerSample = bitsPerSample
        self.isFloat = isFloat
        self.orientation = orientation
        self.capture = capture
        self.fileExtension = fileExtension
        self.bottomUp = bottomUp
    }

    /// The size of the picture when it stands upright.
    public var uprightSize: PixelSize { orientation.uprightSize(of: size) }
}
