/// What a picture file carries beside its pixels and is kept when it is written anew.
public struct PictureMetadata: Sendable, Hashable {
    /// The colour profile.
    public var icc: [UInt8]?
    /// The EXIF block from its TIFF header on, without "Exif\0\0" before it.
    public var exif: [UInt8]?
    /// The XMP packet.
    public var xmp: String?

    public init(icc: [UInt8]? = nil, exif: [UInt8]? = nil, xmp: String? = nil) {
        (self.icc, self.exif, self.xmp) = (icc, exif, xmp)
    }

    public var isEmpty: Bool { icc == nil && exif == nil && xmp == nil }

    /// More than any of them has in real files, so that hostile files cost no memory.
    static let iccBytesMax = 8 << 20
    static let exifBytesMax = 1 << 20
    static let xmpBytesMax = 8 << 20
}
