import Foundation

/// A round piece of sky.
public struct SkyCone: Sendable {
    public var direction: SIMD3<Double>
    /// Radians.
    public var radius: Double

    public init(direction: SIMD3<Double>, radius: Double) {
        self.direction = direction
        self.radius = radius
    }

    /// About a tile's stars, with some room around the ones that are looked at.
    init(around stars: StarTree) {
        let step = max(1, stars.shape.points / 500)
        let sample = stride(from: 0, to: stars.shape.points, by: step).map { stars.direction(ofRow: $0) }
        let sum = sample.reduce(SIMD3<Double>.zero, +)
        let length = (sum * sum).sum().squareRoot()
        guard length > 0 else {
            (direction, radius) = (SIMD3(1, 0, 0), .pi)
            return
        }
        let middle = sum / length
        direction = middle
        radius = 1.1 * (sample.map { Self.angle($0, middle) }.max() ?? .pi) + 0.01
    }

    func touches(_ other: SkyCone) -> Bool { Self.angle(direction, other.direction) <= radius + other.radius }

    /// - Parameter chord: straight distance around the place, as between ends of unit vectors.
    func holds(_ place: SIMD3<Double>, beyond chord: Double) -> Bool {
        Self.angle(direction, place) <= radius + 2 * asin(min(1, chord / 2))
    }

    private static func angle(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double {
        let d = a - b
        return 2 * asin(min(1, (d * d).sum().squareRoot() / 2))
    }
}
