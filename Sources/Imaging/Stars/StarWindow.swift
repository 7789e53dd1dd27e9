import Foundation
import Raster
import WCS

/// The light of one star in rings round its middle, background taken off.
struct StarWindow {
    /// Mean signal per ring; nil where a pixel is saturated or the light is lost in the noise.
    let rings: [Double?]
    /// Mean square distance of each ring's pixels from the middle, ring widths: few pixels lie in the inner rings.
    let squares: [Double]
    /// Saturated right in the middle.
    let isSaturated: Bool
    /// Pixels by which the middle is off the place that was given.
    let shift: Double

    static let ringWidth = 0.75
    static let ringCount = 12
    /// Pixels from the middle: what lies between is taken for background.
    static let annulus = 11.0...15.0

    /// - Parameters:
    ///   - value: the samples, proportional to light.
    ///   - saturation: samples at or above this say nothing.
    ///   - noise: scatter of a pixel of the background.
    init?(_ picture: LinearPicture, at place: PixelPoint, saturation: Float, noise: Double) {
        let reach = Int(Self.annulus.upperBound) + 1
        guard place.x.isFinite, place.y.isFinite, abs(place.x) < 1e6, abs(place.y) < 1e6 else { return nil }
        let (x0, y0) = (Int(place.x.rounded()), Int(place.y.rounded()))
        guard x0 - reach >= 0, y0 - reach >= 0, x0 + reach < picture.width, y0 + reach < picture.height else { return nil }

        var outside: [Float] = []
        for y in (y0 - reach)...(y0 + reach) {
            for x in (x0 - reach)...(x0 + reach)
            where Self.annulus.contains(hypot(Double(x) - place.x, Double(y) - place.y)) { outside.append(picture[x, y]) }
        }
        outside.sort()
        let background = Double(outside[outside.count / 2])

        // The middle, by moments of what stands out, looked for a little farther than solutions are off.
        var (cx, cy) = (place.x, place.y)
        for _ in 0..<4 {
            var (sum, sx, sy) = (0.0, 0.0, 0.0)
            for y in Int(cy.rounded()) - 4...Int(cy.rounded()) + 4 {
                for x in Int(cx.rounded()) - 4...Int(cx.rounded()) + 4 where hypot(Double(x) - cx, Double(y) - cy) <= 4 {
                    let weight = max(0, Double(picture[x, y]) - background - 2 * noise)
                    (sum, sx, sy) = (sum + weight, sx + weight * Double(x), sy + weight * Double(y))
                }
            }
            guard sum > 0 else { return nil }
            (cx, cy) = (sx / sum, sy / sum)
            guard hypot(cx - place.x, cy - place.y) < 4 else { return nil }
        }
        shift = hypot(cx - place.x, cy - place.y)

        var sums = [Double](repeating: 0, count: Self.ringCount)
        var distances = [Double](repeating: 0, count: Self.ringCount)
        var counts = [Int](repeating: 0, count: Self.ringCount)
        var full = [Bool](repeating: false, count: Self.ringCount)
        let span = Int(Double(Self.ringCount) * Self.ringWidth) + 1
        for y in Int(cy.rounded()) - span...Int(cy.rounded()) + span {
            for x in Int(cx.rounded()) - span...Int(cx.rounded()) + span where x >= 0 && y >= 0 && x < picture.width && y < picture.height {
                let distance = hypot(Double(x) - cx, Double(y) - cy) / Self.ringWidth
                let ring = Int(distance)
                guard ring < Self.ringCount else { continue }
                distances[ring] += distance * distance
                sums[ring] += Double(picture[x, y]) - background
                counts[ring] += 1
                full[ring] = full[ring] || picture[x, y] >= saturation
            }
        }
        squares = zip(distances, counts).map { $1 > 0 ? $0 / Double($1) : 0 }
        // Light that runs over spoils the pixels next to saturated ones too.
        let last = full.lastIndex(of: true)
        rings = (0..<Self.ringCount).map { ring in
            guard counts[ring] > 0, ring > last.map({ $0 + 1 }) ?? -1 else { return nil }
            let mean = sums[ring] / Double(counts[ring])
            return mean > 4 * noise / Double(counts[ring]).squareRoot() ? mean : nil
        }
        isSaturated = last != nil
    }
}

/// One channel of a picture, its samples made proportional to light.
struct LinearPicture {
    let width: Int
    let height: Int
    private let picture: PixelBuffer
    private let channel: Int
    /// By sample; empty where samples are proportional already.
    private let table: [Float]

    /// - Parameter isLinear: else the samples are taken to be in sRGB's tone curve (IEC 61966-2-1), as pictures for the eye are.
    init(_ picture: PixelBuffer, isLinear: Bool) {
        (width, height, self.picture) = (picture.width, picture.height, picture)
        // Green: the band closest to V, and free of the others' noise.
        channel = picture.channels >= 3 ? 1 : 0
        let top = picture.sample == .u8 ? 255 : 65_535
        table = isLinear || picture.sample == .f32
            ? []
            : (0...top).map { sample in
                let v = Double(sample) / Double(top)
                return Float(v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4))
            }
    }

    subscript(x: Int, y: Int) -> Float {
        let index = x * picture.channels + channel
        switch picture.sample {
        case .u8:
            let sample = picture.row(y, as: UInt8.self)[index]
            return table.isEmpty ? Float(sample) : table[Int(sample)]
        case .u16:
            let sample = picture.row(y, as: UInt16.self)[index]
            return table.isEmpty ? Float(sample) : table[Int(sample)]
        case .f32: return picture.row(y, as: Float.self)[index]
        }
    }

    /// The least that two neighbouring samples can differ by at a brightness; 0 for floating point.
    func step(at value: Float) -> Float {
        if picture.sample == .f32 { return 0 }
        guard let index = table.firstIndex(where: { $0 >= value }) else { return 1 }
        return table[min(table.count - 1, index + 1)] - table[min(table.count - 2, index)]
    }
}
