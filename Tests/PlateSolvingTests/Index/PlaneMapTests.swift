import Foundation
import PlateSolving
import Testing

/// Maps of pixels to the sky's plane, from points for which the right one is known.
@Suite struct PlaneMapTests {
    /// Evenly over a picture of 3000 × 2000 pixels, seen from its middle.
    private let points: [SIMD2<Double>] = (0..<35).map { number in
        let (column, row) = (Double(number % 7), Double(number / 7))
        return SIMD2(column * 500 - 1500, row * 500 - 1000)
    }

    private func farthest(_ map: PlanePolynomial, from values: [SIMD2<Double>]) -> Double {
        zip(points, values).map { point, value in
            let off = map(point) - value
            return (off.x * off.x + off.y * off.y).squareRoot()
        }.max() ?? .infinity
    }

    private func cubic(_ p: SIMD2<Double>) -> SIMD2<Double> {
        let x: Double = 3 + 2e-4 * p.x - 1e-5 * p.y
        let y: Double = -1 + 1e-5 * p.x + 2e-4 * p.y
        let bentX: Double = 3e-9 * p.x * p.y + 2e-12 * p.x * p.x * p.y
        let bentY: Double = -4e-9 * p.y * p.y + 1e-12 * p.y * p.y * p.y
        return SIMD2(x + bentX, y + bentY)
    }

    @Test func aPolynomialFindsThePolynomial() throws {
        let values = points.map(cubic)
        let map = try #require(PlanePolynomial(order: 3, from: points, to: values))
        #expect(farthest(map, from: values) < 1e-12)
        // Its plain terms are those that it was made of: 1, u, v, u², uv, v², u³, u²v …
        let terms = map.plainTerms
        #expect(abs(terms[0].x - 3) < 1e-12 && abs(terms[1].x - 2e-4) < 1e-15)
        #expect(abs(terms[4].x - 3e-9) < 1e-18 && abs(terms[7].x - 2e-12) < 1e-21 && abs(terms[9].y - 1e-12) < 1e-21)
        // Of lower order it cannot.
        let straight = try #require(PlanePolynomial(order: 1, from: points, to: values))
        #expect(farthest(straight, from: values) > 1e-4)
    }

    @Test func pointsThatDoNotDetermineItGiveNone() {
        let line = (0..<20).map { SIMD2(Double($0), Double($0) * 2) }
        #expect(PlanePolynomial(order: 1, from: line, to: line) == nil)
        #expect(PlanePolynomial(order: 2, from: Array(points.prefix(5)), to: Array(points.prefix(5))) == nil)
    }

    /// w = τ + α z + β z |z|², for the picture as it is and mirrored.
    @Test(arguments: [1.0, -1])
    func anEvenBendIsFoundFromFewStars(mirror: Double) throws {
        func lens(_ p: SIMD2<Double>) -> SIMD2<Double> {
            let z = SIMD2(p.x, mirror * p.y)
            let square: Double = z.x * z.x + z.y * z.y
            let bend: Double = 1 - 0.02 * square / (1500 * 1500)
            let turned = SIMD2<Double>(1.9e-4 * z.x - 0.7e-4 * z.y, 0.7e-4 * z.x + 1.9e-4 * z.y)
            return turned * bend + SIMD2(0.01, -0.02)
        }
        let some = stride(from: 0, to: points.count, by: 5).map { points[$0] } + [SIMD2(700, 300)]
        let map = try #require(LensFit.map(from: some, to: some.map(lens), weights: some.map { _ in 1 }, bends: true))
        #expect(map.order == 3)
        #expect(farthest(map, from: points.map(lens)) < 1e-12)
        let straight = try #require(LensFit.map(from: some, to: some.map(lens), weights: some.map { _ in 1 }, bends: false))
        #expect(straight.order == 1 && farthest(straight, from: points.map(lens)) > 1e-4)
    }

    @Test func oneStarMoreCountsAsMuchAsItsWeight() throws {
        var values = points.map { $0 * 1e-4 }
        values[12] += SIMD2(1, 1)
        var weights = points.map { _ in 1.0 }
        weights[12] = 0
        let map = try #require(LensFit.map(from: points, to: values, weights: weights, bends: false))
        #expect(abs(map(SIMD2(100, 50)).x - 0.01) < 1e-12)
    }
}
