/// What the header of an image says.
public struct FITSImageInfo: Sendable, Hashable {
    /// The image's cards; for a tile-compressed image those of the image in it, without the table's own.
    public let header: FITSHeader
    /// Pixels of a row (NAXIS1).
    public let width: Int
    /// Rows (NAXIS2).
    public let height: Int
    /// NAXIS3, or 1.
    public let planes: Int
    /// 8, 16, 32, 64 (integers), −32, −64 (floating point), as stored.
    public let bitpix: Int
    /// Number of the header-data unit, 0 for the primary one.
    public let hdu: Int
}
