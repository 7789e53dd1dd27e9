/// Averages square blocks of pixels, row by row, so that a huge picture never has to be in memory at full size.
///
/// A sample that is not finite (blank FITS pixels) does not count; a block without any finite sample becomes NaN.
package final class BoxReducer<Sample: PixelSample> {
    private let width, channels, factor, outWidth: Int
    // Memory of its own instead of arrays: their checks at each access cost more than the sums.
    private let sums, counts: UnsafeMutablePointer<Float>
    private var rows = 0

    /// - Parameter factor: the side of a block, at least 1.
    package init(width: Int, channels: Int, factor: Int) {
        self.width = width
        self.channels = channels
        self.factor = factor
        outWidth = (width + factor - 1) / factor
        sums = .allocate(capacity: outWidth * channels)
        sums.initialize(repeating: 0, count: outWidth * channels)
        counts = .allocate(capacity: outWidth * channels)
        counts.initialize(repeating: 0, count: outWidth * channels)
    }

    deinit {
        sums.deallocate()
        counts.deallocate()
    }

    /// True when `factor` rows were added since the last `take`.
    package var isFull: Bool { rows == factor }
    package var isEmpty: Bool { rows == 0 }

    package func add(_ row: UnsafePointer<Sample>) {
        let (width, channels, factor, sums, counts) = (width, channels, factor, sums, counts)
        for channel in 0..<channels {
            var source = row + channel
            var left = width
            var out = channel
            while left > 0 {
                let part = min(factor, left)
                var sum: Float = 0
                var count: Float = 0
                for _ in 0..<part {
                    let value = source.pointee.asFloat
                    if !Sample.hasBlanks {
                        sum += value
                    } else if value.isFinite {
                        sum += value
                        count += 1
                    }
                    source += channels
                }
                sums[out] += sum
                counts[out] += Sample.hasBlanks ? count : Float(part)
                out += channels
                left -= part
            }
        }
        rows += 1
    }

    /// Writes the averages of the rows added and begins anew.
    package func take<Out: PixelSample>(into out: UnsafeMutablePointer<Out>) {
        let (sums, counts) = (sums, counts)
        for i in 0..<outWidth * channels {
            out[i] = Out(nearest: counts[i] > 0 ? sums[i] / counts[i] : .nan)
            sums[i] = 0
            counts[i] = 0
        }
        rows = 0
    }
}

// Not generic, so that other rooms get loops made for these types: what is generic is not specialised across modules.
extension BoxReducer where Sample == Float {
    package func add(floats row: UnsafePointer<Float>) { add(row) }
    package func take(floats out: UnsafeMutablePointer<Float>) { take(into: out) }
    package func take(bytes out: UnsafeMutablePointer<UInt8>) { take(into: out) }
}
