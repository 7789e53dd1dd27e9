import CJPEG

extension JPEGReader {
    /// Decodes a part of the picture, the same to the bit as in the whole one.
    ///
    /// - Parameters:
    ///   - region: in stored pixels, within the picture; begins at multiples of the factor, and ends at such or with the picture.
    ///   - factor: 1, 2, 4 or 8.
    func decode(_ region: PixelRegion, reduceBy factor: Int) throws -> PixelBuffer {
        let (whole, channels) = try start(reduceBy: factor, as: CJPEG_AS_STORED)
        let size = region.size.reduced(by: factor)
        let out = PixelBuffer(size: size, channels: min(channels, 3), sample: .u8)
        let top = region.y / factor
        let window = try window(x: region.x / factor, y: top, width: size.width)
        var row = [UInt8](repeating: 0, count: window.rowWidth * channels)
        for y in 0..<size.height {
            let got = try row.withUnsafeMutableBytes { row in
                try read(1, into: row.baseAddress.unsafelyUnwrapped, rowBytes: row.count, row: top + y, of: whole.height)
            }
            guard got == 1 else {
                out.warnings += 1
                break
            }
            row.withUnsafeBufferPointer { row in
                let wanted = UnsafeBufferPointer(rebasing: row[window.cut * channels..<(window.cut + size.width) * channels])
                let target = out.rowPointer(y).assumingMemoryBound(to: UInt8.self)
                if channels == 4 {
                    CMYK.convert(wanted, inverted: info.inverted_cmyk != 0, into: target)
                } else {
                    target.update(from: wanted.baseAddress.unsafelyUnwrapped, count: wanted.count)
                }
            }
        }
        out.warnings += warnings
        return out
    }
}
