public import FITS
public import Raster

extension PictureFile {
    /// Writes the upright picture as FITS, its first row first in the file; grey as 1 plane, colour as 3.
    ///
    /// Samples keep their depth: 8 bit, 16 bit unsigned or float. Camera raw becomes linear RGB of 16 bit; the mosaic of a FITS
    /// file is debayered, and its rows keep their order.
    ///
    /// - Parameter cards: further header cards, such as those of a solution in upright pixels.
    public static func writeFITS(path: String, facts: PictureFacts, to target: String, cards: [FITSCard]) throws {
        if facts.format == .fits {
            return try FITSPicture(path: path, facts: facts).write(to: target, cards: cards)
        }
        let picture = try RasterReader.decode(path: path, facts: facts).oriented(facts.orientation)
        let sample: FITSSample =
            switch picture.sample {
            case .u8: .u8
            case .u16: .u16
            case .f32: .f32
            }
        try FITSImageWriter.write(
            path: target, width: picture.width, height: picture.height, planes: picture.channels, sample: sample, cards: cards
        ) { plane, row, out in
            switch picture.sample {
            case .u8: pick(picture.row(row, as: UInt8.self), plane, picture.channels, out)
            case .u16: pick(picture.row(row, as: UInt16.self), plane, picture.channels, out)
            case .f32: pick(picture.row(row, as: Float.self), plane, picture.channels, out)
            }
        }
    }

    private static func pick<Sample: BitwiseCopyable>(
        _ row: UnsafeMutableBufferPointer<Sample>, _ channel: Int, _ channels: Int, _ out: UnsafeMutableRawPointer
    ) {
        guard let first = row.baseAddress else { return }
        let target = out.assumingMemoryBound(to: Sample.self)
        let count = row.count / channels
        if channels == 1 {
            target.update(from: first, count: count)
        } else {
            for x in 0..<count { target[x] = first[3 &* x &+ channel] }
        }
    }
}
