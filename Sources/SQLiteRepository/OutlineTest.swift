import Foundation
import Sky

/// Whether a position lies inside outlines as they stand in the index, without making a polygon of each: a thousand
/// photos of one field are asked in a millisecond.
///
/// Seen from the position in a gnomonic projection, arcs of great circles are straight lines and the position is the
/// origin: inside when a ray from it meets the outline an odd number of times. Exact, wherever on the sky; it works while
/// every vertex is less than 90° away, and answers nil otherwise.
struct OutlineTest {
    private let position: UnitVector
    /// Two directions at right angles to the position and each other; the ray runs along `along`.
    private let along: UnitVector
    private let across: UnitVector

    init(_ position: UnitVector) {
        self.position = position
        // Neither axis of the sky: vertices that were made up by hand lie on those.
        let helper = UnitVector(directionOf: 0.31, -0.47, abs(position.z) > 0.8 ? 0.11 : 1.9)
        let a = position.cross(helper)
        along = UnitVector(directionOf: a.x, a.y, a.z)
        let b = position.cross(along)
        across = UnitVector(directionOf: b.x, b.y, b.z)
    }

    /// - Parameter outline: x, y, z of each vertex as little-endian doubles.
    func isInside(_ outline: Data) -> Bool? {
        outline.withUnsafeBytes { bytes -> Bool? in
            let count = bytes.count / 24
            guard count >= 3 else { return false }
            func vertex(_ index: Int) -> UnitVector {
                func value(_ n: Int) -> Double {
                    let bits = bytes.loadUnaligned(fromByteOffset: index * 24 + n * 8, as: UInt64.self)
                    return Double(bitPattern: UInt64(littleEndian: bits))
                }
                return UnitVector(x: value(0), y: value(1), z: value(2))
            }
            var isInside = false
            let last = vertex(count - 1)
            var (a, b) = (last.dot(along), last.dot(across))
            for index in 0..<count {
                let v = vertex(index)
                guard v.dot(position) > 1e-6 else { return nil }
                let (nextA, nextB) = (v.dot(along), v.dot(across))
                // The division by the distance from the plane's origin cancels out of the signs.
                if (b >= 0) != (nextB >= 0), (a * nextB - nextA * b > 0) == (nextB > b) { isInside.toggle() }
                (a, b) = (nextA, nextB)
            }
            return isInside
        }
    }
}
