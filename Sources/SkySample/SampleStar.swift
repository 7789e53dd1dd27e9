import Foundation
import Sky

/// A star as it is drawn.
struct SampleStar: Sendable {
    /// In pixels of the upright picture.
    let x: Double
    let y: Double
    let magnitude: Double
    /// Colour index B − V.
    let colour: Double

    /// The brightness in red, green and blue relative to V; rough slopes for the filters of a colour camera.
    var channelFactors: (red: Double, green: Double, blue: Double) {
        (pow(10, 0.16 * (colour - 0.5)), 1, pow(10, -0.24 * (colour - 0.5)))
    }

    /// Half of the stars are between 0.3 and 0.95, as in catalogues limited by magnitude.
    static func randomColour(_ random: inout RandomSource) -> Double {
        min(max(0.62 + 0.48 * random.normal(), -0.3), 1.9)
    }
}
