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
        var across = [Float](repeating: 0, count: pixels.count)
        var out = across
        var padded = [Float](repeating: 0, count: width + 2 * reach)
        for y in 0..<height {
            let row = y * width
            for x in padded.indices { padded[x] = pixels[row + min(max(x - reach, 0), width - 1)] }
            for (k, weight) in kernel.enumerated() {
                for x in 0..<width { across[row + x] += weight * padded[x + k] }
            }
        }
        for y in 0..<height {
            let row = y * width
            for (k, weight) in kernel.enumerated() {
                let source = min(max(y + k - reach, 0), height - 1) * width
                for x in 0..<width { out[row + x] += weight * across[source + x] }
            }
        }
        return GreyImage(width: width, height: height, pixels: out)
    }
}
