import Foundation
import Sky

/// How much light the made camera collects, so that a picture of any field looks like one that somebody would keep: it
/// shows a number of stars that goes with its size in pixels, on a sky well above the read noise, the brightest stars
/// saturated.
struct Exposure: Sendable {
    /// Electrons at which a pixel is full.
    static let full: Double = 25_000
    /// Electrons per pixel from the sky at the middle of the picture.
    static let sky: Double = 800
    /// Electrons, root mean square.
    static let readNoise: Double = 8

    /// The magnitude at which a star's brightest pixel is five times the noise.
    let limit: Double

    /// - Parameters:
    ///   - pixels: of the picture.
    ///   - area: square degrees that it shows.
    init(pixels: Int, area: Double, towards centre: UnitVector) {
        let wanted = 500 + 300 * pow(Double(pixels) / 1e6, 0.8)
        // Amateur pictures hardly ever go beyond 16.5; those of wide fields show what the eye sees at least.
        limit = min(max(StarCounts.magnitude(forDensity: wanted / area, towards: centre), 6), 16.5)
    }

    /// Stars fainter than this are lost in the noise, each and together.
    var faintest: Double { limit + 1.5 }

    /// Electrons in the brightest pixel of a star of usual sharpness at the middle of the picture.
    func peak(magnitude: Double) -> Double {
        5 * (Self.sky + Self.readNoise * Self.readNoise).squareRoot() * pow(10, 0.4 * (limit - magnitude))
    }
}
