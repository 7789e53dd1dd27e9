import Foundation

/// The light of one star on the pixels around it: an elliptical Moffat profile (exponent 2.5) that widens towards the
/// corners of the picture, more so outwards than across, and is symmetrical, so that its centre is the star's place.
struct StarStamp: Sendable {
    static let exponent = 2.5

    let x: Double
    let y: Double
    /// Electrons at the middle, per channel.
    let peaks: (Float, Float, Float)
    /// Pixels from the middle beyond which the light is lost in the noise.
    let reach: Double
    /// Rows and columns that overflowing charge runs up and down from the middle, 0 for none.
    let bleeding: Double
    private let inverse: (xx: Float, xy: Float, yy: Float)

    /// - Parameters:
    ///   - peak: electrons in the brightest pixel for a star of the sharpness of the middle of the picture, V.
    ///   - fwhm: full width at half maximum in the middle, pixels.
    ///   - bleeds: whether charge overflows into the column, as in a CCD without drains.
    init(star: SampleStar, peak: Double, fwhm: Double, geometry: SampleGeometry, bleeds: Bool) {
        (x, y) = (star.x, star.y)
        let (dx, dy) = (star.x - geometry.centreX, star.y - geometry.centreY)
        let r = hypot(dx, dy)
        let off = min(1.2, r / geometry.halfDiagonal)
        let core = fwhm / (2 * (pow(2, 1 / Self.exponent) - 1).squareRoot())
        let (outward, across) = (core * (1 + 0.28 * off * off), core * (1 + 0.1 * off * off))
        let (c, s) = r > 0 ? (dx / r, dy / r) : (1, 0)
        let (a, b) = (1 / (outward * outward), 1 / (across * across))
        inverse = (Float(a * c * c + b * s * s), Float((a - b) * c * s), Float(a * s * s + b * c * c))
        let height = peak * core * core / (outward * across)
        let factors = star.channelFactors
        peaks = (Float(height * factors.red), Float(height * factors.green), Float(height * factors.blue))
        // To a seventh of the noise.
        let faintest = 4.0
        reach = min(400, max(3, outward * max(0, pow(max(1, height / faintest), 1 / Self.exponent) - 1).squareRoot()))
        let overflow = height / (6 * Exposure.full)
        bleeding = bleeds && overflow > 1 ? min(Double(geometry.height) / 5, 3 * overflow.squareRoot()) : 0
    }

    /// The profile at an offset from the middle, 1 at the middle.
    @inline(__always)
    func profile(_ dx: Float, _ dy: Float) -> Float {
        let t = 1 + inverse.xx * dx * dx + 2 * inverse.xy * dx * dy + inverse.yy * dy * dy
        return 1 / (t * t * t.squareRoot())
    }

    /// The same, averaged over the pixel: it matters where the profile is narrow.
    @inline(__always)
    func pixelProfile(_ dx: Float, _ dy: Float) -> Float {
        guard dx * dx + dy * dy < 12 else { return profile(dx, dy) }
        var sum: Float = 0
        for i in 0..<4 {
            for j in 0..<4 { sum += profile(dx + (Float(i) - 1.5) / 4, dy + (Float(j) - 1.5) / 4) }
        }
        return sum / 16
    }
}
