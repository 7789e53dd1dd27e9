public import Raster

extension PictureFile {
    /// A part of the picture in the file's own depth, upright; for FITS in the order of the file's rows. Blocks.
    ///
    /// Only what is needed is decoded: of JPEG the blocks around the part, of TIFF its strips or tiles, of PNG the rows up to its
    /// last, of FITS its rows. The samples are the same to the bit as in the whole picture.
    ///
    /// - Parameters:
    ///   - region: in upright pixels, within the picture.
    ///   - reduceBy: pixel (i, j) of the result is the average of the upright pixels `region.x + i * reduceBy` and on,
    ///     `region.y + j * reduceBy` and on; blocks at the right and lower end may be partial ones. JPEG averages while decoding,
    ///     which is faster, as far as `region.x` and `region.y` are multiples of 2, 4 or 8; a partial block at the end then takes
    ///     in the pixels behind the region.
    /// - Throws: `PictureError`; `.unsupported` for a part that does not lie within the picture, `.damaged` or `.truncated` where
    ///   nothing useful of the part comes out.
    public static func region(
        path: String, facts: PictureFacts, region: PixelRegion, reduceBy: Int = 1
    ) throws -> PixelBuffer {
        guard region.lies(within: facts.uprightSize), reduceBy > 0 else {
            throw PictureError(
                .unsupported,
                "\(name(path)): a part of \(region.width) x \(region.height) pixels at (\(region.x), \(region.y)) does not lie "
                    + "within its \(facts.uprightSize.width) x \(facts.uprightSize.height) pixels")
        }
        if facts.format == .fits {
            return try FITSPicture(path: path, facts: facts).part(region).boxReduced(by: reduceBy)
        }
        let stored = facts.orientation.stored(region, of: facts.size)
        let first = facts.format == .jpeg ? decodable(reduceBy, stored, facts.orientation) : 1
        let part = try RasterReader.decode(
            path: path, facts: facts, region: stored.grown(toMultiplesOf: first, within: facts.size), reduceBy: first)
        return part.oriented(facts.orientation).boxReduced(by: reduceBy / first)
    }

    /// How much the decoder may reduce so that its blocks, which are counted from the first stored pixel, are those that are
    /// counted from the first upright pixel of the part.
    private static func decodable(_ factor: Int, _ stored: PixelRegion, _ orientation: Orientation) -> Int {
        let begin = (
            orientation.reversesColumns ? stored.x + stored.width : stored.x,
            orientation.reversesRows ? stored.y + stored.height : stored.y
        )
        return [8, 4, 2].first { factor % $0 == 0 && begin.0 % $0 == 0 && begin.1 % $0 == 0 } ?? 1
    }
}

extension PixelRegion {
    fileprivate func grown(toMultiplesOf factor: Int, within size: PixelSize) -> PixelRegion {
        let (left, top) = (x / factor * factor, y / factor * factor)
        let right = min(size.width, (x + width + factor - 1) / factor * factor)
        let bottom = min(size.height, (y + height + factor - 1) / factor * factor)
        return PixelRegion(x: left, y: top, width: right - left, height: bottom - top)
    }
}
