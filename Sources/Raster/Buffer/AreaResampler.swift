/// Makes a picture smaller by any ratio: each new pixel is the average of the area it covers.
enum AreaResampler<Sample: PixelSample> {
    static func resample(_ picture: PixelBuffer, to size: PixelSize) -> PixelBuffer {
        guard size != picture.size else { return picture }
        let channels = picture.channels
        let out = PixelBuffer(size: size, channels: channels, sample: picture.sample)
        out.warnings = picture.warnings
        let columns = AreaSpans(from: picture.width, to: size.width)
        let rows = AreaSpans(from: picture.height, to: size.height)
        let count = picture.width * channels
        let line = UnsafeMutablePointer<Float>.allocate(capacity: count)
        defer { line.deallocate() }
        for y in 0..<size.height {
            line.initialize(repeating: 0, count: count)
            for (offset, weight) in rows.weights(of: y).enumerated() {
                let source = UnsafePointer(picture.rowPointer(rows.first[y] + offset).assumingMemoryBound(to: Sample.self))
                for i in 0..<count { line[i] += source[i].asFloat * weight }
            }
            let target = out.rowPointer(y).assumingMemoryBound(to: Sample.self)
            if channels == 1 {
                shrink(line, columns, into: target)
            } else {
                shrinkColour(line, columns, into: target)
            }
        }
        return out
    }

    private static func shrink(_ line: UnsafePointer<Float>, _ columns: AreaSpans, into target: UnsafeMutablePointer<Sample>) {
        for x in 0..<columns.count {
            var source = line + columns.first[x]
            var sum: Float = 0
            for weight in columns.weights(of: x) {
                sum += source.pointee * weight
                source += 1
            }
            target[x] = Sample(nearest: sum)
        }
    }

    private static func shrinkColour(
        _ line: UnsafePointer<Float>, _ columns: AreaSpans, into target: UnsafeMutablePointer<Sample>
    ) {
        for x in 0..<columns.count {
            var source = line + 3 * columns.first[x]
            var sums: (Float, Float, Float) = (0, 0, 0)
            for weight in columns.weights(of: x) {
                sums.0 += source[0] * weight
                sums.1 += source[1] * weight
                sums.2 += source[2] * weight
                source += 3
            }
            let pixel = target + 3 * x
            pixel[0] = Sample(nearest: sums.0)
            pixel[1] = Sample(nearest: sums.1)
            pixel[2] = Sample(nearest: sums.2)
        }
    }
}

/// Along one axis: which old pixels each new one covers, and how much of it each of them fills.
private struct AreaSpans {
    /// The first old pixel under each new one.
    private(set) var first: [Int] = []
    /// Where the weights of each new pixel begin, with the end behind the last; the weights of a pixel add up to 1.
    private var starts: [Int] = [0]
    private var all: [Float] = []

    var count: Int { first.count }

    init(from old: Int, to new: Int) {
        let ratio = Double(old) / Double(new)
        for index in 0..<new {
            let (low, high) = (Double(index) * ratio, min(Double(old), Double(index + 1) * ratio))
            first.append(min(old - 1, Int(low)))
            for pixel in min(old - 1, Int(low))...min(old - 1, Int(high)) {
                let covered = min(high, Double(pixel + 1)) - max(low, Double(pixel))
                all.append(Float(max(0, covered) / ratio))
            }
            starts.append(all.count)
        }
    }

    func weights(of index: Int) -> ArraySlice<Float> { all[starts[index]..<starts[index + 1]] }
}
