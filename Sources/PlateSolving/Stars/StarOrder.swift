extension SolvePass.Order {
    /// Stars in the order in which they are to be tried.
    ///
    /// - Parameter stars: brightest first.
    func apply(to stars: [DetectedStar], width: Int, height: Int) -> [DetectedStar] {
        guard self == .evenly, !stars.isEmpty else { return stars }
        // About ten parts, as square as the picture allows.
        let rows = max(1, Int((10 * Double(height) / Double(width)).squareRoot().rounded()))
        let columns = max(1, Int((10 / Double(rows)).rounded()))
        var counts = [Int](repeating: 0, count: rows * columns)
        let ranked = stars.enumerated().map { place, star in
            let row = min(rows - 1, max(0, Int(star.y * Double(rows) / Double(height))))
            let column = min(columns - 1, max(0, Int(star.x * Double(columns) / Double(width))))
            defer { counts[row * columns + column] += 1 }
            return (round: counts[row * columns + column], place: place, star: star)
        }
        return ranked.sorted { ($0.round, $0.place) < ($1.round, $1.place) }.map(\.star)
    }
}
