import Foundation
import Sky

/// How many stars the sky has, a smooth model.
///
/// Mean counts over the whole sky after Allen's Astrophysical Quantities (4th ed., table 19.11) and the totals of Tycho-2
/// and Gaia DR3; the concentration towards the Milky Way grows from 4:1 for bright stars to some 15:1 for faint ones. Good
/// to about 30 %.
enum StarCounts {
    /// log10 of the stars per square degree brighter than V = 0, 2, 4, …
    private static let logMean = [-4.0, -2.9, -1.92, -0.93, 0.0, 0.91, 1.79, 2.53, 3.19, 3.75, 4.2]

    /// Stars per square degree brighter than a magnitude, in a direction.
    static func density(brighterThan magnitude: Double, towards v: UnitVector) -> Double {
        let place = min(max(magnitude, 0), 19.999) / 2
        let low = Int(place)
        let mean = logMean[low] + (logMean[low + 1] - logMean[low]) * (place - Double(low))
        // Below the table the counts of uniform space go on.
        let bright = magnitude < 0 ? 0.6 * magnitude : 0
        return pow(10, mean + bright) * concentration(magnitude, abs(sineOfGalacticLatitude(v)))
    }

    /// Density over its mean on the sphere: falls exponentially with the sine of the galactic latitude.
    private static func concentration(_ magnitude: Double, _ sine: Double) -> Double {
        let steepness = 1.0 + 0.09 * min(max(magnitude, 4), 20)
        return steepness / (1 - exp(-steepness)) * exp(-steepness * sine)
    }

    /// The north galactic pole lies at ra 192.85948°, dec 27.12825° (Hipparcos Catalogue, vol. 1, section 1.5.3).
    static func sineOfGalacticLatitude(_ v: UnitVector) -> Double {
        v.dot(UnitVector(x: -0.867_666_1, y: -0.198_076_4, z: 0.455_983_8))
    }

    /// The magnitude to which there are so many stars per square degree.
    static func magnitude(forDensity density: Double, towards v: UnitVector) -> Double {
        var (low, high) = (-2.0, 20.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if self.density(brighterThan: middle, towards: v) < density { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
