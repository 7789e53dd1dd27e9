/// Finds colours that stand for many: the box of colours with the most deviation is cut at its mean, again and again.
///
/// A bin weighs as the square root of its pixels: among the thousands of a dark sky, stars and labels keep colours of their own.
struct MedianCut {
    private let histogram: ColourHistogram

    private struct Box {
        var bins: [Int]
        /// The channel of most deviation (by the shift of its bits in a bin), the deviation, and the mean.
        var shift = 0
        var deviation = 0.0
        var mean = 0.0
    }

    init(_ histogram: ColourHistogram) { self.histogram = histogram }

    func colours(_ count: Int) -> [Palette.Colour] {
        var boxes = [measured(histogram.counts.indices.filter { histogram.counts[$0] > 0 })]
        while boxes.count < count {
            guard let index = boxes.indices.max(by: { boxes[$0].deviation < boxes[$1].deviation }), boxes[index].deviation > 0
            else { break }
            let box = boxes[index]
            let low = box.bins.filter { Double($0 >> box.shift & 63) <= box.mean }
            let high = box.bins.filter { Double($0 >> box.shift & 63) > box.mean }
            boxes[index] = measured(low)
            boxes.append(measured(high))
        }
        return boxes.map(colour)
    }

    private func measured(_ bins: [Int]) -> Box {
        var box = Box(bins: bins)
        for shift in [12, 6, 0] {
            var (weight, sum, squares) = (0.0, 0.0, 0.0)
            for bin in bins {
                let part = Double(histogram.counts[bin]).squareRoot()
                let value = Double(bin >> shift & 63)
                weight += part
                sum += part * value
                squares += part * value * value
            }
            let deviation = squares - sum * sum / weight
            // Rounding alone must not ask for a cut of what cannot be cut.
            if deviation > box.deviation, deviation > 1e-6 * squares {
                (box.shift, box.deviation, box.mean) = (shift, deviation, sum / weight)
            }
        }
        return box
    }

    private func colour(_ box: Box) -> Palette.Colour {
        var (sum, count) = (SIMD3<UInt64>.zero, UInt64(0))
        for bin in box.bins {
            sum &+= histogram.sums[bin]
            count += UInt64(histogram.counts[bin])
        }
        let mean = (sum &+ SIMD3(repeating: count / 2)) / SIMD3(repeating: max(1, count))
        return Palette.Colour(red: UInt8(clamping: mean.x), green: UInt8(clamping: mean.y), blue: UInt8(clamping: mean.z))
    }
}
