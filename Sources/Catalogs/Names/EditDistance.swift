/// How many letters must be put in, taken out, replaced or swapped with their neighbour.
enum EditDistance {
    /// Nil for more than `limit`.
    static func between(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int? {
        var before: [Int] = []
        var last = Array(0...b.count)
        for (row, letter) in a.enumerated() {
            var this = [row + 1]
            for (column, other) in b.enumerated() {
                var least = min(last[column + 1] + 1, this[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == b[column - 1], a[row - 1] == other {
                    least = min(least, before[column - 1] + 1)
                }
                this.append(least)
            }
            if (this.min() ?? 0) > limit { return nil }
            (before, last) = (last, this)
        }
        return last[b.count] <= limit ? last[b.count] : nil
    }
}
