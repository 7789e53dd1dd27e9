public import Raster

extension PictureFile {
    /// Brightness for star detection: one channel of 8 bit, upright, stretched where the file has more than 8 bit.
    ///
    /// The rows of a FITS picture stay in the file's order, so that a solution found here fits the file.
    ///
    /// - Parameter maxPixels: the picture is reduced by a power of two until it has no more.
    /// - Returns: the picture, and how many upright pixels one of its pixels is wide: pixel `x` covers `x * factor` and on.
    public static func luminance(
        path: String, facts: PictureFacts, maxPixels: Int
    ) throws -> (picture: PixelBuffer, factor: Int) {
        var factor = 1
        while facts.size.reduced(by: factor).pixels > max(1, maxPixels) { factor *= 2 }
        if facts.format == .fits {
            let grey = try FITSPicture(path: path, facts: facts).reduced(by: factor, grey: true)
            return (eightBit(grey, facts), factor)
        }
        let first = decodable(factor, facts)
        let stored = try RasterReader.decodeLuminance(path: path, facts: facts, reduceBy: first)
        return (eightBit(stored.oriented(facts.orientation).boxReduced(by: factor / first), facts), factor)
    }

    /// How much the decoder may reduce so that blocks of stored pixels are blocks of upright ones too: where an axis is
    /// reversed, a partial block at its end would come to lie at the beginning and shift all others.
    private static func decodable(_ factor: Int, _ facts: PictureFacts) -> Int {
        [8, 4, 2].first { reduction in
            reduction <= factor
                && (!facts.orientation.reversesColumns || facts.size.width % reduction == 0)
                && (!facts.orientation.reversesRows || facts.size.height % reduction == 0)
        } ?? 1
    }

    private static func eightBit(_ picture: PixelBuffer, _ facts: PictureFacts) -> PixelBuffer {
        picture.sample == .u8 ? picture : Stretch.applied(to: picture)
    }
}
