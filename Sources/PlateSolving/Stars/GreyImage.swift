/// A one-channel picture in memory, as the star detection works on it.
public struct GreyImage: Sendable {
    public let width: Int
    public let height: Int
    /// Row by row, `width * height` of them.
    public var pixels: [Float]

    public init(width: Int, height: Int, pixels: [Float]) {
        precondition(width >= 0 && height >= 0 && pixels.count == width * height, "pixels do not fill the picture")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// The picture made smaller by taking the mean of `factor` × `factor` pixels; what is left over at the right and the lower
    /// edge is dropped.
    public func reduced(by factor: Int) -> GreyImage {
        guard factor > 1, width >= factor, height >= factor else { return self }
        let newWidth = width / factor
        let newHeight = height / factor
        var out = [Float](repeating: 0, count: newWidth * newHeight)
        let scale = 1 / Float(factor * factor)
        pixels.withUnsafeBufferPointer { source in
            for y in 0..<newHeight * factor {
                let target = (y / factor) * newWidth
                let row = y * width
                for x in 0..<newWidth {
                    var sum: Float = 0
                    for dx in 0..<factor { sum += source[row + x * factor + dx] }
                    out[target + x] += sum
                }
            }
        }
        for index in out.indices { out[index] *= scale }
        return GreyImage(width: newWidth, height: newHeight, pixels: out)
    }

    /// Blurred by a Gaussian of `sigma` pixels, edges continued.
    public func smoothed(sigma: Double) -> GreyImage {
        guard sigma > 0.1, width > 0, height > 0 else { return self }
        let reach = max(1, Int((3 * sigma).rounded(.up)))
        var kernel = (-reach...reach).map { Float(gaussian(Double($0) / sigma)) }
        let total = kernel.reduce(0, +)
        for index in kernel.indices { kernel[index] /= total }
        let (width, height) = (width, height)
        // Rows blurred across, as many as a blur down needs; a ring, so that they stay in the processor's cache.
        let span = 2 * reach + 1
        var ring = [Float](repeating: 0, count: span * width)
        var padded = [Float](repeating: 0, count: width + 2 * reach)
        let out = [Float](unsafeUninitializedCapacity: pixels.count) { out, count in
            count = width * height
            pixels.withUnsafeBufferPointer { source in
                ring.withUnsafeMutableBufferPointer { ring in
                    padded.withUnsafeMutableBufferPointer { padded in
                        kernel.withUnsafeBufferPointer { kernel in
                            func across(_ y: Int) {
                                let row = min(max(y, 0), height - 1) * width
                                for x in 0..<reach {
                                    padded[x] = source[row]
                                    padded[width + reach + x] = source[row + width - 1]
                                }
                                for x in 0..<width { padded[reach + x] = source[row + x] }
                                let target = UnsafeMutableBufferPointer(rebasing: ring[((y + span) % span) * width..<((y + span) % span + 1) * width])
                                Self.add(UnsafeBufferPointer(rebasing: padded[0..<width]), kernel[0], to: target, first: true)
                                for k in 1..<span {
                                    Self.add(UnsafeBufferPointer(rebasing: padded[k..<k + width]), kernel[k], to: target, first: false)
                                }
                            }
                            for y in -reach..<reach { across(y) }
                            for y in 0..<height {
                                across(y + reach)
                                let target = UnsafeMutableBufferPointer(rebasing: out[y * width..<(y + 1) * width])
                                for k in 0..<span {
                                    let place = (y + k - reach + span) % span
                                    Self.add(
                                        UnsafeBufferPointer(rebasing: UnsafeBufferPointer(ring)[place * width..<(place + 1) * width]), kernel[k],
                                        to: target, first: k == 0)
                                }
                            }
                        }
                    }
                }
            }
        }
        return GreyImage(width: width, height: height, pixels: out)
    }

    @inline(__always)
    private static func add(
        _ source: UnsafeBufferPointer<Float>, _ weight: Float, to target: UnsafeMutableBufferPointer<Float>, first: Bool
    ) {
        guard let source = source.baseAddress, let out = target.baseAddress else { return }
        if first {
            for x in 0..<target.count { out[x] = weight * source[x] }
        } else {
            for x in 0..<target.count { out[x] += weight * source[x] }
        }
    }
}
