public import Raster

extension PictureFile {
    /// The picture for the eye: 8 bit, grey or RGB, upright, its longer side at most `longSide`.
    ///
    /// Linear pictures (camera raw, float, 16 bit with an almost black and even background) are stretched.
    public static func preview(path: String, facts: PictureFacts, longSide: Int) throws -> PixelBuffer {
        let long = max(facts.size.width, facts.size.height)
        var factor = 1
        while factor < 8, long / (factor * 2) >= max(1, longSide) { factor *= 2 }
        let stored: PixelBuffer
        if facts.format == .fits {
            stored = try FITSPicture(path: path, facts: facts).reduced(by: factor, grey: false)
        } else {
            stored = try RasterReader.decode(path: path, facts: facts, reduceBy: factor)
        }
        let small = stored.resized(fitting: max(1, longSide))
        let shown = isLinear(small, facts) ? Stretch.applied(to: small) : small.converted(to: .u8)
        let upright = shown.oriented(facts.orientation)
        return facts.bottomUp ? upright.flippedVertically() : upright
    }

    /// A developed 16-bit picture has a background and noise that can be seen; linear data have next to none.
    private static func isLinear(_ picture: PixelBuffer, _ facts: PictureFacts) -> Bool {
        switch picture.sample {
        case .u8: return false
        case .f32: return true
        case .u16:
            if facts.format == .raw { return true }
            return Stretch(measuring: picture, channel: picture.channels / 2).noise < 0.01 * 65535
        }
    }
}
