/// The stars of a tree by place: the six faces of a cube around the sphere, cut into cells of about one star each.
///
/// Tells whether there is a star near a direction in a fifth of the time that the tree takes.
final class SkyGrid: Sendable {
    /// Cells along an edge of a face.
    private let side: Int
    /// The first star of each cell, and the end of the last.
    private let first: [UInt32]
    /// Three numbers each; a Float's rounding is 0.01″.
    private let coordinates: [Float]

    private struct Place {
        var face: Int
        /// -1 … 1 on the face.
        var u, v: Double

        /// - Parameter direction: not 0.
        init(_ direction: SIMD3<Double>) {
            let (x, y, z) = (abs(direction.x), abs(direction.y), abs(direction.z))
            if x >= y && x >= z {
                (face, u, v) = (direction.x < 0 ? 1 : 0, direction.y / x, direction.z / x)
            } else if y >= z {
                (face, u, v) = (direction.y < 0 ? 3 : 2, direction.x / y, direction.z / y)
            } else {
                (face, u, v) = (direction.z < 0 ? 5 : 4, direction.x / z, direction.y / z)
            }
        }
    }

    init(_ tree: StarTree) {
        let count = tree.shape.points
        let side = max(1, Int((Double(count) / 6).squareRoot()))
        func vector(_ point: Int) -> SIMD3<Double> {
            let v = tree.vector(ofPoint: point)
            return SIMD3(v.x, v.y, v.z)
        }
        func cell(_ direction: SIMD3<Double>) -> Int? {
            // A damaged file may hold anything.
            guard direction != .zero else { return nil }
            let place = Place(direction)
            return (place.face * side + Self.line(place.v, side)) * side + Self.line(place.u, side)
        }
        var counts = [UInt32](repeating: 0, count: 6 * side * side + 1)
        for point in 0..<count {
            if let cell = cell(vector(point)) { counts[cell + 1] += 1 }
        }
        for cell in 1..<counts.count { counts[cell] += counts[cell - 1] }
        first = counts
        var coordinates = [Float](repeating: 0, count: 3 * count)
        for point in 0..<count {
            let direction = vector(point)
            guard let cell = cell(direction) else { continue }
            let slot = 3 * Int(counts[cell])
            (coordinates[slot], coordinates[slot + 1], coordinates[slot + 2]) = (
                Float(direction.x), Float(direction.y), Float(direction.z)
            )
            counts[cell] += 1
        }
        self.side = side
        self.coordinates = coordinates
    }

    private static func line(_ place: Double, _ side: Int) -> Int {
        min(side - 1, max(0, Int((place + 1) / 2 * Double(side))))
    }

    /// Whether there is a star near a direction; nil where that is better asked of the tree: across an edge of the cube, or for circles that
    /// are much larger or smaller than the cells.
    ///
    /// - Parameters:
    ///   - chord: straight distance between the ends of the two unit vectors.
    ///   - direction: of length 1.
    func hasStar(within chord: Double, of direction: SIMD3<Double>) -> Bool? {
        guard chord > 2e-6, chord < 0.05, direction != .zero else { return nil }
        let place = Place(direction)
        // The face is √(1 + u² + v²) times as far as the sphere, and seen aslant by as much again.
        let margin = 1.1 * chord * (1 + place.u * place.u + place.v * place.v)
        guard abs(place.u) + margin < 1, abs(place.v) + margin < 1, margin * Double(side) < 4 else { return nil }
        let (left, right) = (Self.line(place.u - margin, side), Self.line(place.u + margin, side))
        let query = SIMD3<Float>(direction)
        let square = Float(chord * chord)
        for row in Self.line(place.v - margin, side)...Self.line(place.v + margin, side) {
            // Cells of one row lie side by side in memory.
            let cell = (place.face * side + row) * side
            for star in Int(first[cell + left])..<Int(first[cell + right + 1]) {
                let d = SIMD3(coordinates[3 * star], coordinates[3 * star + 1], coordinates[3 * star + 2]) - query
                if (d * d).sum() <= square { return true }
            }
        }
        return false
    }
}
