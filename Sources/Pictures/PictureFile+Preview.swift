public import Raster

extension PictureFile {
    /// The picture for the eye: 8 bit, grey or RGB, upright, its longer side at most `longSide`.
    ///
    /// Linear pictures (camera raw, float, 16 bit with an almost black and even background) are stretched.
    public static func preview(path: String, facts: PictureFacts, longSide: Int) throws -> PixelBuffer {
        let long = max(facts.size.width, facts.size.height)
        var factor = 1
        while factor < 8, long / (factor * 2) >= max(1, longSide) { factor *= 2 }
        let small = try stored(path: path, facts: facts, reduceBy: factor).resized(fitting: max(1, longSide))
        let upright = shown(small, facts).oriented(facts.orientation)
        return facts.bottomUp ? upright.flippedVertically() : upright
    }

    /// All colours, in the order of the file's rows.
    static func stored(path: String, facts: PictureFacts, reduceBy factor: Int) throws -> PixelBuffer {
        if facts.format == .fits { return try FITSPicture(path: path, facts: facts).reduced(by: factor, grey: false) }
        return try RasterReader.decode(path: path, facts: facts, reduceBy: factor)
    }

    /// In 8 bit, linear pictures stretched.
    static func shown(_ picture: PixelBuffer, _ facts: PictureFacts) -> PixelBuffer {
        isLinear(picture, facts) ? Stretch.applied(to: picture) : picture.converted(to: .u8)
    }

    /// A developed 16-bit picture has a background and noise that can be seen; linear data have next to none.
    package static func isLinear(_ picture: PixelBuffer, _ facts: PictureFacts) -> Bool {
        switch picture.sample {
        case .u8: return false
        case .f32: return true
        case .u16:
            if facts.format == .raw { return true }
            return Stretch(measuring: picture, channel: picture.channels / 2).noise < 0.01 * 65535
        }
    }
}
