import WCS

/// What is taken in a picture, in square cells, so that only the neighbours are asked.
struct OccupiedGround {
    private let bounds: Box
    private let cell: Double
    private let columns: Int
    private let rows: Int
    private var taken: [TurnedBox] = []
    private var cells: [[Int32]]
    private var full: FullGround

    init(bounds: Box) {
        self.bounds = bounds
        cell = max(8, max(bounds.width, bounds.height) / 96)
        columns = max(1, Int((bounds.width / cell).rounded(.up)))
        rows = max(1, Int((bounds.height / cell).rounded(.up)))
        cells = Array(repeating: [], count: columns * rows)
        full = FullGround(bounds: bounds)
    }

    mutating func take(_ shape: TurnedBox) {
        guard let (across, down) = range(shape.bounds) else { return }
        if shape.sine == 0 {
            // What lies wholly under other things changes nothing.
            if full.covers(shape.bounds) { return }
            full.take(shape.bounds)
        }
        taken.append(shape)
        for y in down { for x in across { cells[y * columns + x].append(Int32(taken.count - 1)) } }
    }

    func isFree(_ shape: TurnedBox) -> Bool {
        if shape.sine == 0, full.meets(shape.bounds) { return false }
        guard let (across, down) = range(shape.bounds) else { return true }
        for y in down {
            for x in across {
                for index in cells[y * columns + x] where taken[Int(index)].overlaps(shape) { return false }
            }
        }
        return true
    }

    private func range(_ box: Box) -> (ClosedRange<Int>, ClosedRange<Int>)? {
        guard box.overlaps(bounds) else { return nil }
        func index(_ value: Double, _ start: Double, _ count: Int) -> Int {
            Int(min(Double(count - 1), max(0, (value - start) / cell)))
        }
        return (
            index(box.minX, bounds.minX, columns)...index(box.maxX, bounds.minX, columns),
            index(box.minY, bounds.minY, rows)...index(box.maxY, bounds.minY, rows)
        )
    }
}
