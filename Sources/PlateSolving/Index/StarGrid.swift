/// The stars of a picture by place.
struct StarGrid: Sendable {
    private let stars: [SIMD2<Double>]
    private let cell: Double
    private let columns: Int
    private let rows: Int
    private let first: [Int32]
    private let members: [Int32]

    init(stars: [SIMD2<Double>], width: Double, height: Double) {
        self.stars = stars
        cell = max(8, (width * height / Double(max(1, stars.count))).squareRoot())
        columns = max(1, Int(width / cell) + 1)
        rows = max(1, Int(height / cell) + 1)
        var counts = [Int32](repeating: 0, count: columns * rows + 1)
        let (columns, rows, cell) = (columns, rows, cell)
        func number(_ star: SIMD2<Double>) -> Int {
            let column = min(columns - 1, max(0, Int((star.x / cell).rounded(.down))))
            let row = min(rows - 1, max(0, Int((star.y / cell).rounded(.down))))
            return row * columns + column
        }
        for star in stars { counts[number(star) + 1] += 1 }
        for index in 1..<counts.count { counts[index] += counts[index - 1] }
        first = counts
        var members = [Int32](repeating: 0, count: stars.count)
        for (index, star) in stars.enumerated() {
            let place = number(star)
            members[Int(counts[place])] = Int32(index)
            counts[place] += 1
        }
        self.members = members
    }

    /// The star nearest to a place.
    func nearest(to place: SIMD2<Double>, within reach: Double) -> Int? {
        guard place.x.isFinite, place.y.isFinite, abs(place.x) < 1e9, abs(place.y) < 1e9 else { return nil }
        let (left, right) = (max(0, Int((place.x - reach) / cell)), min(columns - 1, Int(max(-1, (place.x + reach) / cell))))
        let (top, bottom) = (max(0, Int((place.y - reach) / cell)), min(rows - 1, Int(max(-1, (place.y + reach) / cell))))
        guard left <= right, top <= bottom else { return nil }
        var best: (star: Int, square: Double)?
        for row in top...bottom {
            for column in left...right {
                for index in first[row * columns + column]..<first[row * columns + column + 1] {
                    let star = Int(members[Int(index)])
                    let d = stars[star] - place
                    let square = dot(d, d)
                    if square <= reach * reach, square < best?.square ?? .infinity { best = (star, square) }
                }
            }
        }
        return best?.star
    }
}
