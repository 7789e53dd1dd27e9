import Foundation
import Raster

/// Measures where a star is in the finest picture there is, to a small part of a pixel: a Gaussian window is moved to the centroid of
/// what it shows until it rests (as SExtractor's XWIN_IMAGE; Bertin & Arnouts 1996, A&AS 117, 393).
struct StarCentroid {
    let picture: PixelBuffer

    /// - Parameters:
    ///   - place: pixels of the picture.
    ///   - radius: of the star at half its height, pixels.
    /// - Returns: nil where the window runs away or there is nothing in it.
    func measured(at place: SIMD2<Double>, radius: Double) -> SIMD2<Double>? {
        let sigma = max(0.8, min(8, radius * 0.85))
        let reach = Int((3.5 * sigma).rounded(.up))
        let (left, top) = (Int(place.x.rounded()) - reach, Int(place.y.rounded()) - reach)
        let side = 2 * reach + 1
        guard left >= 0, top >= 0, left + side <= picture.width, top + side <= picture.height else { return nil }
        var patch = [Double](repeating: 0, count: side * side)
        var rim: [Double] = []
        for y in 0..<side {
            let row = picture.row(top + y, as: UInt8.self)
            for x in 0..<side {
                patch[y * side + x] = Double(row[left + x])
                if y == 0 || x == 0 || y == side - 1 || x == side - 1 { rim.append(patch[y * side + x]) }
            }
        }
        rim.sort()
        let sky = rim[rim.count / 2]
        var at = place - SIMD2(Double(left), Double(top))
        let begin = at
        var across = [Double](repeating: 0, count: side)
        for _ in 0..<12 {
            for x in 0..<side { across[x] = window(Double(x) - at.x, sigma) }
            var (sum, moment) = (0.0, SIMD2<Double>.zero)
            for y in 0..<side {
                var (row, rowMoment) = (0.0, 0.0)
                for x in 0..<side {
                    let light = across[x] * (patch[y * side + x] - sky)
                    row += light
                    rowMoment += light * (Double(x) - at.x)
                }
                let down = window(Double(y) - at.y, sigma)
                sum += down * row
                moment += down * SIMD2(rowMoment, row * (Double(y) - at.y))
            }
            guard sum > 0 else { return nil }
            // Twice the step: the window pulls towards its own middle by half.
            let step = 2 * moment / sum
            at += step
            guard length(at - begin) < 1.5 * sigma + 1 else { return nil }
            if length(step) < 0.002 { break }
        }
        return at + SIMD2(Double(left), Double(top))
    }

    private func window(_ distance: Double, _ sigma: Double) -> Double { exp(-distance * distance / (2 * sigma * sigma)) }
}
