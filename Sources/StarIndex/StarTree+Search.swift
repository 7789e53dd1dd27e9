import Sky

/// Searches by straight distance, without trigonometry.
extension StarTree {
    /// The stored direction of a star, by its number in the other tables.
    func direction(ofRow row: Int) -> SIMD3<Double> {
        let v = vector(ofPoint: point(ofRow: row))
        return SIMD3(v.x, v.y, v.z)
    }

    /// Calls `body` with each point within a chord of a direction, in the order of the tree.
    ///
    /// - Parameter chord: straight distance between the ends of the two unit vectors, 0 … 2.
    func forEachPoint(within chord: Double, of centre: UnitVector, _ body: (Int, UnitVector) -> Void) {
        search(within: chord, of: SIMD3(centre.x, centre.y, centre.z)) { point, direction in
            body(point, UnitVector(directionOf: direction.x, direction.y, direction.z))
            return true
        }
    }

    func hasPoint(within chord: Double, of centre: SIMD3<Double>) -> Bool {
        var found = false
        search(within: chord, of: centre) { _, _ in
            found = true
            return false
        }
        return found
    }

    func forEachRow(within chord: Double, of centre: SIMD3<Double>, _ body: (Int, SIMD3<Double>) -> Void) {
        search(within: chord, of: centre) { point, direction in
            body(row(ofPoint: point), direction)
            return true
        }
    }

    /// - Parameter body: false to end the search.
    private func search(within chord: Double, of centre: SIMD3<Double>, _ body: (Int, SIMD3<Double>) -> Bool) {
        let low = SIMD3(lowest.x, lowest.y, lowest.z)
        // In stored units.
        let query = (centre - low) * scale
        let reach = chord * scale
        division.forEachLeaf(of: shape, reach: reach, query: { query[$0] }) { points in
            coordinates.withWords { words, swapped in
                for point in points {
                    let (x, y, z) = (words[3 * point], words[3 * point + 1], words[3 * point + 2])
                    let stored =
                        swapped
                        ? SIMD3(Double(x.byteSwapped), Double(y.byteSwapped), Double(z.byteSwapped))
                        : SIMD3(Double(x), Double(y), Double(z))
                    let d = stored - query
                    guard d.x * d.x + d.y * d.y + d.z * d.z <= reach * reach else { continue }
                    if !body(point, stored / scale + low) { return false }
                }
                return true
            }
        }
    }
}
