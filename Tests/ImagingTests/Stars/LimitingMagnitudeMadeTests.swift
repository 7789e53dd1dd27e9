import Annotation
import Foundation
import Imaging
import Raster
import Sky
import Testing
import WCS

/// Pictures whose limit follows from their own numbers: stars of known light over noise of known scatter.
@Suite struct LimitingMagnitudeMadeTests {
    struct Case: Sendable {
        var scatter: Double
        var fwhm: Double
        var saturation = Float.infinity
        var seed: UInt64 = 1
        /// Every star in the middle of a pixel.
        var isOnPixels = false
    }

    /// The last ones have their bright stars cut off, as full pixels are.
    static let cases = [
        Case(scatter: 20, fwhm: 2.2), Case(scatter: 20, fwhm: 2.2, isOnPixels: true), Case(scatter: 20, fwhm: 3.5, seed: 2), Case(scatter: 5, fwhm: 2.8, seed: 3),
        Case(scatter: 20, fwhm: 2.5, saturation: 9000, seed: 4), Case(scatter: 8, fwhm: 3, saturation: 4000, seed: 5),
    ]

    @Test(arguments: cases) func isZeroPointAndFiveSigma(_ made: Case) throws {
        var random = Noise(state: made.seed)
        let size = PixelSize(width: 900, height: 700)
        let picture = PixelBuffer(size: size, channels: 1, sample: .f32)
        let samples: UnsafeMutableBufferPointer<Float> = picture.samples()
        for i in samples.indices { samples[i] = Float(1000 + made.scatter * random.normal()) }
        // A star of magnitude 0 has 1e7 in its brightest pixel.
        let core = made.fwhm / (2 * (pow(2, 1 / 2.5) - 1).squareRoot())
        var stars: [SolverStar] = []
        for number in 0..<120 {
            let magnitude = 7 + 4.5 * Double(number) / 119
            var at = PixelPoint(x: 60 + random.uniform() * 780, y: 60 + random.uniform() * 580)
            if made.isOnPixels { at = PixelPoint(x: at.x.rounded(), y: at.y.rounded()) }
            let peak = 1e7 * pow(10, -0.4 * magnitude)
            let middle = (x: Int(at.x), y: Int(at.y))
            for y in middle.y - 25...middle.y + 25 {
                for x in middle.x - 25...middle.x + 25 {
                    let (dx, dy) = (Double(x) - at.x, Double(y) - at.y)
                    samples[y * size.width + x] += Float(peak * pow(1 + (dx * dx + dy * dy) / (core * core), -2.5))
                }
            }
            stars.append(SolverStar(position: SkyPosition(ra: 0, dec: 0), magnitude: magnitude, band: .v, pixel: at))
        }
        for i in samples.indices { samples[i] = min(samples[i], made.saturation) }
        let limit = try #require(LimitingMagnitude.measure(picture, isLinear: true, stars: stars))
        let truth = 2.5 * log10(1e7 / (5 * made.scatter))
        #expect(abs(limit - truth) < 0.1)
    }

    /// The same numbers on every run.
    private struct Noise {
        var state: UInt64

        mutating func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }

        mutating func normal() -> Double {
            (-2 * log(max(1e-300, uniform()))).squareRoot() * cos(2 * .pi * uniform())
        }
    }
}
