import Foundation
import PlateSolving
import Testing

@Suite struct StarDetectorTests {
    @Test func starsAreFoundWhereTheyAreBrightestFirst() throws {
        var sky = FakeSky(width: 300, height: 200, background: 20, noise: 2)
        let stars: [(Double, Double, Double)] = [(40.3, 50.7, 200), (120.0, 100.5, 120), (250.2, 150.1, 60), (200, 30, 35)]
        for (x, y, peak) in stars { sky.add(x: x, y: y, peak: peak) }
        let found = StarDetector().stars(in: sky.image)
        try #require(found.count == 4)
        for (star, (x, y, peak)) in zip(found, stars) {
            // The fainter, the more the noise moves it.
            #expect(abs(star.x - x) < 0.05 + 10 / peak && abs(star.y - y) < 0.05 + 10 / peak, "\(star) at \(x), \(y)")
        }
    }

    @Test func aSaturatedStarIsOneStarAndTheBrightest() throws {
        var sky = FakeSky(width: 200, height: 200, background: 20, noise: 2)
        sky.add(x: 100.5, y: 90.25, peak: 5000, sigma: 4)
        sky.add(x: 30, y: 30, peak: 230)
        let found = StarDetector().stars(in: sky.clipped(at: 255))
        try #require(found.count == 2)
        #expect(abs(found[0].x - 100.5) < 0.1 && abs(found[0].y - 90.25) < 0.1)
    }

    @Test func aGlowIsNoStar() {
        var sky = FakeSky(width: 300, height: 300, background: 20, noise: 2)
        sky.add(x: 150, y: 150, peak: 100, sigma: 60)
        #expect(StarDetector().stars(in: sky.image).isEmpty)
    }

    @Test func aTrailIsNoStar() {
        var sky = FakeSky(width: 200, height: 200, background: 20, noise: 2)
        for step in 0..<120 { sky.add(x: 40 + Double(step), y: 60 + 0.5 * Double(step), peak: 60) }
        #expect(StarDetector().stars(in: sky.image).isEmpty)
    }

    @Test(arguments: [(0, 0), (1, 1), (15, 400), (64, 64)]) func emptyAndTinyPicturesHaveNone(_ width: Int, _ height: Int) {
        let image = GreyImage(width: width, height: height, pixels: [Float](repeating: 7, count: width * height))
        #expect(StarDetector().stars(in: image).isEmpty)
    }
}

/// A made picture of stars with even noise, the same each time.
struct FakeSky {
    private(set) var image: GreyImage

    init(width: Int, height: Int, background: Float, noise: Float) {
        var state: UInt64 = 1
        let pixels = (0..<width * height).map { _ in
            // The sum of four even numbers is nearly normal; its scatter is 1/√3.
            var sum: Float = 0
            for _ in 0..<4 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                sum += Float(state >> 40) / Float(1 << 24) - 0.5
            }
            return background + noise * sum * Float(3).squareRoot()
        }
        image = GreyImage(width: width, height: height, pixels: pixels)
    }

    mutating func add(x: Double, y: Double, peak: Double, sigma: Double = 1.3) {
        let reach = Int(5 * sigma)
        for row in max(0, Int(y) - reach)...min(image.height - 1, Int(y) + reach) {
            for column in max(0, Int(x) - reach)...min(image.width - 1, Int(x) + reach) {
                let square = (Double(column) - x) * (Double(column) - x) + (Double(row) - y) * (Double(row) - y)
                image.pixels[row * image.width + column] += Float(peak * exp(-square / (2 * sigma * sigma)))
            }
        }
    }

    func clipped(at limit: Float) -> GreyImage {
        GreyImage(width: image.width, height: image.height, pixels: image.pixels.map { min($0, limit) })
    }
}
