/// Finds the stars of a picture, brightest first.
///
/// Background by cell medians, Gaussian smoothing, local maxima above the noise, then for each maximum the connected pixels above
/// half its height: their centroid is the position, their sum the brightness. That treats pinpoint and saturated stars alike.
public struct StarDetector: Sendable, Hashable, Codable {
    /// Smoothing in pixels of the picture.
    public var sigma: Double
    /// Side of a background cell in pixels.
    public var cell: Int
    /// Height of a maximum in units of the smoothed picture's noise.
    public var threshold: Double
    /// Objects larger than this within their half-maximum contour are no stars.
    public var largestArea: Int
    /// Objects longer than this compared to their width are no stars.
    public var largestElongation: Double
    /// No more stars than this are returned.
    public var limit: Int

    public init(
        sigma: Double = 1, cell: Int = 32, threshold: Double = 5, largestArea: Int = 1500, largestElongation: Double = 4,
        limit: Int = 1000
    ) {
        self.sigma = sigma
        self.cell = cell
        self.threshold = threshold
        self.largestArea = largestArea
        self.largestElongation = largestElongation
        self.limit = limit
    }

    public func stars(in image: GreyImage) -> [DetectedStar] {
        guard image.width >= 16, image.height >= 16 else { return [] }
        let smooth = image.smoothed(sigma: sigma)
        let background = BackgroundMap(smooth, cell: cell)
        let flat = background.subtracted(from: smooth)
        var peaks = self.peaks(in: flat, background: background)
        peaks.sort { ($0.height, $1.index) > ($1.height, $0.index) }
        var owners = [Int32](repeating: 0, count: flat.pixels.count)
        var found: [DetectedStar] = []
        var fill = FloodFill(limit: largestArea)
        for peak in peaks.prefix(20 * limit) where owners[peak.index] == 0 {
            guard let blob = fill.blob(from: peak.index, above: peak.height / 2, in: flat, owners: &owners) else { continue }
            guard blob.elongation <= largestElongation else { continue }
            let level = background.level(x: peak.index % flat.width, y: peak.index / flat.width, in: flat)
            found.append(
                DetectedStar(
                    x: blob.x, y: blob.y, flux: blob.sum, peak: Double(peak.height), background: Double(level),
                    area: blob.area, elongation: blob.elongation))
        }
        found.sort { ($0.flux, $1.y, $1.x) > ($1.flux, $0.y, $0.x) }
        return Array(found.prefix(limit))
    }

    private struct Peak {
        var index: Int
        var height: Float
    }

    private func peaks(in flat: GreyImage, background: BackgroundMap) -> [Peak] {
        let width = flat.width
        let typical = background.typicalNoise
        // Pictures of whole numbers with an empty sky have no scatter at all; a star still has to stand out by some counts.
        let floor = max(Float(0.2), 0.5 * typical)
        var peaks: [Peak] = []
        flat.pixels.withUnsafeBufferPointer { pixels in
            for y in 2..<flat.height - 2 {
                for x in 2..<width - 2 {
                    let index = y * width + x
                    let height = pixels[index]
                    guard height > Float(threshold) * floor else { continue }
                    // Of a flat top only the first pixel in reading order counts.
                    guard height > pixels[index - 1], height >= pixels[index + 1], height > pixels[index - width],
                        height >= pixels[index + width], height > pixels[index - width - 1],
                        height > pixels[index - width + 1], height >= pixels[index + width - 1],
                        height >= pixels[index + width + 1]
                    else { continue }
                    guard height > Float(threshold) * max(floor, background.noise(x: x, y: y, in: flat)) else { continue }
                    peaks.append(Peak(index: index, height: height))
                }
            }
        }
        return peaks
    }
}
