import Foundation
import Sky

/// Makes pictures of the sky whose true solution is known.
public enum SampleSky {
    /// Draws the picture and writes it to `request.out`, replacing what is there. Blocks; takes some 0.1 s per megapixel.
    ///
    /// The same request gives the same pixels.
    /// - Returns: the true solution.
    /// - Throws: `SampleError` for a request that cannot be met, or the writer's error.
    public static func render(_ request: SampleRequest) throws -> SampleTruth {
        try request.validate()
        let format = try SampleFormat(path: request.out)
        let geometry = try SampleGeometry(request, bottomUp: format.bottomUp)
        let exposure = Exposure(
            pixels: request.width * request.height, area: geometry.area, towards: request.centre.unitVector)
        // Stars this far outside the picture still cast light into it.
        let margin = 40.0
        let listed = try ListedStars(request, geometry, exposure, margin: margin)
        var random = RandomSource(seed: request.seed, part: 2)
        let fwhm = request.seeing ?? 1.6 + 0.8 * random.uniform()
        let background = SkyBackground(geometry, random: &random)
        let unlisted = UnlistedStars(geometry, exposure, listed: listed, random: &random)
        let fakes = falseStars(request, geometry, listed, random: &random)
        let channels = request.grey ?? format.linear ? 1 : 3
        let stamps = (listed.stars.map(\.drawn) + unlisted.stars + fakes).map { star in
            StarStamp(
                star: star, peak: exposure.peak(magnitude: star.magnitude) * background.vignetting(x: star.x, y: star.y),
                fwhm: fwhm, geometry: geometry, bleeds: format.linear)
        }
        let renderer = BandRenderer(
            geometry: geometry, background: background,
            camera: Camera(seed: request.seed, depth: request.depth, linear: format.linear), channels: channels, stamps: stamps)
        try SampleFile(request: request, format: format, channels: channels).write(renderer)
        return SampleTruth(
            request, geometry, exposure, listed, falseStars: fakes.count, unlistedStars: unlisted.stars.count,
            channels: channels)
    }

    /// Stars where there are none, as bright as the listed ones.
    private static func falseStars(
        _ request: SampleRequest, _ geometry: SampleGeometry, _ listed: ListedStars, random: inout RandomSource
    ) -> [SampleStar] {
        let count = Int((Double(listed.magnitudes.count) * request.falseStars / 100).rounded())
        guard count > 0 else { return [] }
        return (0..<count).map { _ in
            SampleStar(
                x: random.uniform() * Double(geometry.width) - 0.5, y: random.uniform() * Double(geometry.height) - 0.5,
                magnitude: listed.magnitudes[Int(random.uniform() * Double(listed.magnitudes.count))],
                colour: SampleStar.randomColour(&random))
        }
    }
}
