import WCS

/// Small squares of a picture, a bit for each, set where one thing takes all of it: most places that are taken are seen by this at a
/// glance, in a crowd of however many things.
struct FullGround {
    private let bounds: Box
    private let square: Double
    private let columns: Int
    private let rows: Int
    private let words: Int
    private var bits: [UInt64]

    init(bounds: Box) {
        self.bounds = bounds
        square = max(2, max(bounds.width, bounds.height) / 1024)
        columns = max(1, Int((bounds.width / square).rounded(.up)))
        rows = max(1, Int((bounds.height / square).rounded(.up)))
        words = (columns + 63) / 64
        bits = Array(repeating: 0, count: words * rows)
    }

    mutating func take(_ box: Box) {
        guard let (across, down) = squares(box, inside: true) else { return }
        forEachWord(across) { word, mask in for y in down { bits[y * words + word] |= mask } }
    }

    /// Whether a square that lies in the box is taken.
    func meets(_ box: Box) -> Bool {
        guard let (across, down) = squares(box, inside: true) else { return false }
        var isMet = false
        forEachWord(across) { word, mask in
            if !isMet { isMet = down.contains { bits[$0 * words + word] & mask != 0 } }
        }
        return isMet
    }

    /// Whether squares that are taken cover all of the box.
    func covers(_ box: Box) -> Bool {
        guard bounds.contains(box), let (across, down) = squares(box, inside: false) else { return false }
        var isCovered = true
        forEachWord(across) { word, mask in
            if isCovered { isCovered = down.allSatisfy { bits[$0 * words + word] & mask == mask } }
        }
        return isCovered
    }

    private func forEachWord(_ across: ClosedRange<Int>, _ use: (Int, UInt64) -> Void) {
        for word in across.lowerBound / 64...across.upperBound / 64 {
            let (first, last) = (max(0, across.lowerBound - 64 * word), min(63, across.upperBound - 64 * word))
            use(word, (UInt64.max << UInt64(first)) & (UInt64.max >> UInt64(63 - last)))
        }
    }

    /// The squares that lie in the box wholly, or all that it touches.
    private func squares(_ box: Box, inside: Bool) -> (ClosedRange<Int>, ClosedRange<Int>)? {
        func range(_ low: Double, _ high: Double, _ start: Double, _ count: Int) -> ClosedRange<Int>? {
            let (a, b) = ((low - start) / square, (high - start) / square)
            let first = max(0, inside ? a.rounded(.up) : a.rounded(.down))
            let last = min(Double(count), inside ? b.rounded(.down) : b.rounded(.up)) - 1
            return first <= last ? Int(first)...Int(last) : nil
        }
        guard let across = range(box.minX, box.maxX, bounds.minX, columns),
            let down = range(box.minY, box.maxY, bounds.minY, rows)
        else { return nil }
        return (across, down)
    }
}
