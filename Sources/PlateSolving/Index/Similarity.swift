import Foundation

/// A map from pixels to a tangent plane that turns, scales, shifts and maybe mirrors.
struct Similarity: Sendable {
    let plane: TangentPlane
    /// Pictures with rows from the top down show the sky unmirrored when this is true: y grows southward.
    let mirrored: Bool
    private let factor: SIMD2<Double>
    private let shift: SIMD2<Double>

    /// Least squares over a feature's `count` stars, four at most.
    ///
    /// - Returns: nil where the stars are in one place or too far apart for one plane.
    init?(count: Int, mirrored: Bool, pixel: (Int) -> SIMD2<Double>, direction: (Int) -> SIMD3<Double>) {
        var directions = [4 of SIMD3<Double>](repeating: .zero)
        var sum = SIMD3<Double>.zero
        var middle = SIMD2<Double>.zero
        for number in 0..<count {
            directions[number] = direction(number)
            sum += directions[number]
            middle += pixel(number)
        }
        middle /= Double(count)
        guard dot(sum, sum) > 0.01 else { return nil }
        plane = TangentPlane(at: sum)
        self.mirrored = mirrored
        var points = [4 of SIMD2<Double>](repeating: .zero)
        var target = SIMD2<Double>.zero
        for number in 0..<count {
            guard let point = plane.project(directions[number]) else { return nil }
            points[number] = point
            target += point
        }
        target /= Double(count)
        // As complex numbers, w = factor · z + shift, with z conjugated for mirrored ones.
        var numerator = SIMD2<Double>.zero
        var denominator = 0.0
        for number in 0..<count {
            let z = Self.turned(pixel(number) - middle, mirrored)
            let w = points[number] - target
            numerator += SIMD2(w.x * z.x + w.y * z.y, w.y * z.x - w.x * z.y)
            denominator += dot(z, z)
        }
        guard denominator > 0 else { return nil }
        factor = numerator / denominator
        shift = target - Self.product(factor, Self.turned(middle, mirrored))
        guard scale > 0, scale.isFinite else { return nil }
    }

    /// Radians per pixel.
    var scale: Double { length(factor) }

    func point(_ pixel: SIMD2<Double>) -> SIMD2<Double> { Self.product(factor, Self.turned(pixel, mirrored)) + shift }

    func direction(_ pixel: SIMD2<Double>) -> SIMD3<Double> { plane.direction(point(pixel)) }

    /// From the plane to pixels.
    func pixel(_ point: SIMD2<Double>) -> SIMD2<Double> {
        let w = point - shift
        let z = SIMD2(w.x * factor.x + w.y * factor.y, w.y * factor.x - w.x * factor.y) / dot(factor, factor)
        return Self.turned(z, mirrored)
    }

    private static func turned(_ z: SIMD2<Double>, _ mirrored: Bool) -> SIMD2<Double> { mirrored ? SIMD2(z.x, -z.y) : z }

    private static func product(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
        SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
    }
}
