/// Averages square blocks of pixels, row by row, so that a huge picture never has to be in memory at full size.
///
/// A sample that is not finite (blank FITS pixels) does not count; a block without any finite sample becomes NaN.
package final class BoxReducer<Sample: PixelSample> {
    private let width, channels, factor, outWidth: Int
    private var sums: [Float]
    private var counts: [Float]
    private var rows = 0

    /// - Parameter factor: the side of a block, at least 1.
    package init(width: Int, channels: Int, factor: Int) {
        self.width = width
        self.channels = channels
        self.factor = factor
        outWidth = (width + factor - 1) / factor
        sums = Array(repeating: 0, count: outWidth * channels)
        counts = sums
    }

    /// True when `factor` rows were added since the last `take`.
    package var isFull: Bool { rows == factor }
    package var isEmpty: Bool { rows == 0 }

    package func add(_ row: UnsafePointer<Sample>) {
        let (width, channels, factor) = (width, channels, factor)
        sums.withUnsafeMutableBufferPointer { sums in
            counts.withUnsafeMutableBufferPointer { counts in
                guard let sums = sums.baseAddress, let counts = counts.baseAddress else { return }
                for channel in 0..<channels {
                    var x = 0
                    var out = channel
                    while x < width {
                        let end = min(x + factor, width)
                        var sum: Float = 0
                        var count: Float = 0
                        while x < end {
                            let value = row[x * channels + channel].asFloat
                            if value.isFinite {
                                sum += value
                                count += 1
                            }
                            x += 1
                        }
                        sums[out] += sum
                        counts[out] += count
                        out += channels
                    }
                }
            }
        }
        rows += 1
    }

    /// Writes the averages of the rows added and begins anew.
    package func take(into out: UnsafeMutablePointer<Sample>) {
        for i in 0..<sums.count {
            out[i] = Sample(nearest: counts[i] > 0 ? sums[i] / counts[i] : .nan)
            sums[i] = 0
            counts[i] = 0
        }
        rows = 0
    }
}
