import Foundation

/// Standard normal numbers by table, for the noise of millions of pixels: four of them from one 64-bit random number.
enum NormalTable {
    /// The normal quantiles of 65,536 equal parts of probability; the extremes are ±4.3.
    static let values: [Float] = (0..<65_536).map { Float(quantile((Double($0) + 0.5) / 65_536)) }

    /// The standard normal quantile by Newton's method on erfc; good to 1e-9, more than a Float holds.
    static func quantile(_ p: Double) -> Double {
        if p > 0.5 { return -quantile(1 - p) }
        // Abramowitz and Stegun 26.2.23 to start from (4.5e-4).
        let t = (-2 * log(p)).squareRoot()
        let (top, bottom) = (
            2.515517 + t * (0.802853 + t * 0.010328), 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
        )
        var x = top / bottom - t
        for _ in 0..<3 {
            let error = 0.5 * erfc(-x / 2.squareRoot()) - p
            x -= error * (2 * Double.pi).squareRoot() * exp(x * x / 2)
        }
        return x
    }
}
