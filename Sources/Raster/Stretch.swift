/// Makes linear brightness visible: the sky background becomes a dark grey, noise stays just visible, and bright
/// stars are held back instead of clipped.
///
/// Black is set some noise widths below the background, so that the background is not clipped; then the midtone transfer
/// function `y = (m - 1) x / ((2 m - 1) x - m)` takes the background to the wanted grey. The noise width comes from
/// the median absolute deviation, so stars, hot pixels and blank pixels do not disturb it.
public struct Stretch: Sendable, Hashable {
    /// The value that becomes black.
    public let black: Float
    /// The value that becomes white.
    public let white: Float
    /// The midtone balance, above 0 and at most 0.5.
    public let midtone: Float
    /// What was measured: background and its noise (one standard deviation).
    public let background: Float
    public let noise: Float

    /// - Parameter target: where the background lands, as a part of full brightness.
    public init(measuring picture: PixelBuffer, channel: Int = 0, target: Float = 0.15) {
        var values = Self.sampled(picture, channel: channel)
        guard let first = values.first else {
            (black, white, midtone, background, noise) = (0, 1, 0.5, 0, 0)
            return
        }
        let bright = values.value(atRank: values.count - 1 - values.count / 50_000)
        let median = values.value(atRank: values.count / 2)
        let range = values.reduce((first, first)) { (min($0.0, $1), max($0.1, $1)) }
        for index in values.indices { values[index] = abs(values[index] - median) }
        // What is rounded to whole numbers or blank at the sky level has no deviation at its median.
        let spread = [
            values.value(atRank: values.count / 2) * 1.4826, values.value(atRank: values.count * 9 / 10) / 1.645,
        ]
        var noise = spread.first { $0 > 0 } ?? (range.1 - range.0) / 1000
        noise = max(noise, abs(median) * 1e-6, Float.leastNormalMagnitude * 1e6)
        background = median
        self.noise = noise
        black = median - 5 * noise
        white = max(bright, median + 20 * noise)
        let x = (median - black) / (white - black)
        midtone = min(0.5, max(1e-6, x * (1 - target) / (x - 2 * x * target + target)))
    }

    /// 0 for black to 1 for white.
    @inline(__always)
    public func value(_ value: Float) -> Float {
        let x = (value - black) / (white - black)
        guard x > 0 else { return 0 }  // what is no number too
        guard x < 1 else { return 1 }
        return (midtone - 1) * x / ((2 * midtone - 1) * x - midtone)
    }

    /// Up to some 400,000 finite values, evenly spread over the picture.
    private static func sampled(_ picture: PixelBuffer, channel: Int) -> [Float] {
        switch picture.sample {
        case .u8: sampled(picture, channel, as: UInt8.self)
        case .u16: sampled(picture, channel, as: UInt16.self)
        case .f32: sampled(picture, channel, as: Float.self)
        }
    }

    private static func sampled<Sample: PixelSample>(_ picture: PixelBuffer, _ channel: Int, as: Sample.Type) -> [Float] {
        let source = UnsafePointer(picture.rowPointer(0).assumingMemoryBound(to: Sample.self))
        let pixels = picture.size.pixels
        // An odd step does not fall in with even widths and mosaics.
        let step = max(1, pixels / 400_000) | 1
        var values: [Float] = []
        values.reserveCapacity(pixels / step + 1)
        for i in stride(from: 0, to: pixels, by: step) {
            let value = source[i * picture.channels + channel].asFloat
            if value.isFinite { values.append(value) }
        }
        return values
    }
}
