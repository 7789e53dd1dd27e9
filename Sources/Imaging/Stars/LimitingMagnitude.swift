import Foundation
public import Annotation
import Pictures
public import Raster
public import WCS

/// How faint a star a picture shows: the magnitude at which the brightest pixel stands out from the background by five times its
/// scatter.
///
/// The zero point comes from stars of known magnitude. The light of a star falls off from its middle in the same way for all of
/// them; that common profile is built up from rings that are not saturated, the faint stars giving the middle and the bright
/// ones the outskirts. So a saturated star is measured by its outskirts, and does not spoil the zero point.
public enum LimitingMagnitude {
    /// Fewer stars with known magnitude and measured light give no zero point.
    static let fewest = 5

    /// Decodes the picture and measures; blocks.
    ///
    /// - Parameters:
    ///   - stars: of the picture's WCS frame: upright, FITS rows in the file's order.
    ///   - others: places of further stars, which help to tell how a star's light falls off.
    /// - Returns: nil where there are too few stars to tell.
    public static func measure(
        path: String, facts: PictureFacts, stars: [SolverStar], others: [PixelPoint] = []
    ) throws -> Double? {
        let size = facts.format == .fits ? facts.size : facts.uprightSize
        let picture = try PictureFile.region(path: path, facts: facts, region: PixelRegion(whole: size))
        return measure(
            picture, isLinear: facts.format == .fits || facts.format == .raw || facts.isFloat, stars: stars, others: others)
    }

    /// - Parameter isLinear: the samples are proportional to light, as in FITS; else in the tone curve of pictures for the eye.
    public static func measure(
        _ buffer: PixelBuffer, isLinear: Bool, stars: [SolverStar], others: [PixelPoint] = []
    ) -> Double? {
        let picture = LinearPicture(buffer, isLinear: isLinear)
        guard picture.width > 64, picture.height > 64, let sky = Background(picture) else { return nil }
        // The middle, where pictures are sharp and lit evenly, as long as it has stars enough.
        let known = stars.filter { $0.magnitude?.isFinite ?? false }
        let reach = hypot(Double(picture.width), Double(picture.height)) / 2
        func isCentral(_ p: PixelPoint) -> Bool {
            hypot(p.x - Double(picture.width) / 2, p.y - Double(picture.height) / 2) < 0.6 * reach
        }
        let central = known.filter { isCentral($0.pixel) }
        let used = central.count >= 20 ? central : known
        let top = (used.map(\.pixel) + others.prefix(300)).map { peak(picture, $0) }.max() ?? 0
        let saturation = sky.level + 0.85 * (top - sky.level)

        func window(_ p: PixelPoint) -> StarWindow? { StarWindow(picture, at: p, saturation: saturation, noise: sky.noise) }
        let measured = used.compactMap { star in window(star.pixel).map { (magnitude: star.magnitude ?? 0, window: $0) } }
        let more = others.filter(isCentral).prefix(400).compactMap(window)
        guard measured.count >= fewest, let profile = StarProfile(measured.map(\.window) + more) else { return nil }

        var points = measured.compactMap { star in
            profile.amplitude(star.window).map { (magnitude: star.magnitude, log: $0, saturated: star.window.isSaturated) }
        }
        // Stars that are measured in their middle are better known; the tone curve is best known near the sky.
        let whole = points.filter { !$0.saturated }
        if whole.count >= 8 { points = whole }
        let sure = points.filter { pow(10, $0.log) > 10 * sky.noise }
        if sure.count >= 8 { points = sure }
        points.sort { $0.magnitude > $1.magnitude }
        points = Array(points.prefix(max(20, points.count / 2)))
        guard points.count >= fewest else { return nil }
        let zeros = points.map { $0.magnitude + 2.5 * $0.log }.sorted()
        return zeros[zeros.count / 2] - 2.5 * log10(5 * sky.noise)
    }

    private static func peak(_ picture: LinearPicture, _ p: PixelPoint) -> Float {
        guard p.x >= 2, p.y >= 2, p.x < Double(picture.width - 3), p.y < Double(picture.height - 3) else { return 0 }
        var top: Float = 0
        for y in Int(p.y) - 1...Int(p.y) + 2 { for x in Int(p.x) - 1...Int(p.x) + 2 { top = max(top, picture[x, y]) } }
        return top
    }

    /// The sky of a picture's middle, stars left out.
    private struct Background {
        let level: Float
        let noise: Double

        init?(_ picture: LinearPicture) {
            var levels: [Float] = []
            var noises: [Double] = []
            let side = 32
            let (w, h) = (picture.width, picture.height)
            for row in 0..<14 {
                for column in 0..<14 {
                    let (x, y) = (w / 6 + column * (w * 2 / 3 - side) / 13, h / 6 + row * (h * 2 / 3 - side) / 13)
                    guard x >= 0, y >= 0, x + side <= w, y + side <= h else { continue }
                    var samples: [Float] = []
                    for dy in 0..<side { for dx in 0..<side { samples.append(picture[x + dx, y + dy]) } }
                    guard let (mean, scatter) = Self.clipped(samples) else { continue }
                    levels.append(mean)
                    noises.append(scatter)
                }
            }
            guard !noises.isEmpty else { return nil }
            levels.sort()
            noises.sort()
            level = levels[levels.count / 2]
            // Whole numbers scatter at least by their rounding.
            noise = max(noises[noises.count / 2], Double(picture.step(at: level)) / 12.0.squareRoot())
            guard noise > 0, noise.isFinite else { return nil }
        }

        /// Mean and standard deviation of what lies within 2.5 of them, of the middle.
        private static func clipped(_ samples: [Float]) -> (Float, Double)? {
            let usable = samples.filter(\.isFinite)
            guard usable.count > 100 else { return nil }
            let sorted = usable.sorted()
            var middle = Double(sorted[sorted.count / 2])
            var scatter = max(middle - Double(sorted[sorted.count * 16 / 100]), 1e-30)
            for _ in 0..<8 {
                let kept = sorted.lazy.map(Double.init).filter { abs($0 - middle) <= 2.5 * max(scatter, 1e-30) }
                var (n, sum, square) = (0.0, 0.0, 0.0)
                for value in kept { (n, sum, square) = (n + 1, sum + value - middle, square + (value - middle) * (value - middle)) }
                guard n > 0 else { return nil }
                let mean = sum / n
                // A normal distribution cut at 2.5 sigma has 0.9491 of its standard deviation.
                let next = (max(0, square / n - mean * mean)).squareRoot() / 0.9491
                middle += mean
                if abs(next - scatter) < 1e-4 * scatter { break }
                scatter = next
            }
            return (Float(middle), scatter)
        }
    }
}
