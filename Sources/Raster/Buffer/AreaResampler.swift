/// Makes a picture smaller by any ratio: each new pixel is the average of the area it covers.
enum AreaResampler<Sample: PixelSample> {
    static func resample(_ picture: PixelBuffer, to size: PixelSize) -> PixelBuffer {
        guard size != picture.size else { return picture }
        let channels = picture.channels
        let out = PixelBuffer(size: size, channels: channels, sample: picture.sample)
        out.warnings = picture.warnings
        let columns = spans(from: picture.width, to: size.width)
        let rows = spans(from: picture.height, to: size.height)
        var line = [Float](repeating: 0, count: picture.width * channels)
        for y in 0..<size.height {
            for i in 0..<line.count { line[i] = 0 }
            for (sourceY, weight) in rows[y] {
                let source = picture.rowPointer(sourceY).assumingMemoryBound(to: Sample.self)
                line.withUnsafeMutableBufferPointer { line in
                    for i in 0..<line.count { line[i] += source[i].asFloat * weight }
                }
            }
            let target = out.rowPointer(y).assumingMemoryBound(to: Sample.self)
            line.withUnsafeBufferPointer { line in
                for x in 0..<size.width {
                    for channel in 0..<channels {
                        var sum: Float = 0
                        for (sourceX, weight) in columns[x] { sum += line[sourceX * channels + channel] * weight }
                        target[x * channels + channel] = Sample(nearest: sum)
                    }
                }
            }
        }
        return out
    }

    /// For each new pixel the old ones under it, with weights that add up to 1.
    private static func spans(from old: Int, to new: Int) -> [[(Int, Float)]] {
        let ratio = Double(old) / Double(new)
        return (0..<new).map { index in
            let (low, high) = (Double(index) * ratio, min(Double(old), Double(index + 1) * ratio))
            return (Int(low)...min(old - 1, Int(high))).compactMap { pixel in
                let covered = min(high, Double(pixel + 1)) - max(low, Double(pixel))
                return covered > 1e-9 ? (pixel, Float(covered / ratio)) : nil
            }
        }
    }
}
