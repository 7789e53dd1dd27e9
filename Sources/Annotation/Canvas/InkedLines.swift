import WCS

/// The lines of a stroke, clipped to the picture, and cut again to what a band needs. The places are the same in every band.
struct InkedLines {
    let pieces: [Outline.Piece]
    let colour: Colour
    let width: Double
    let dash: [Double]
    /// Along each piece, to each of its points, pixels; only where there are dashes.
    private let lengths: [[Double]]
    let rows: ClosedRange<Double>
    /// cairo draws paths of upright and level lines another way: a part of a path must not become one when the whole is not.
    let isUpright: Bool

    /// Corners stand out by half of the width as often as this.
    static let miterLimit = 4.0
    private var reach: Double { width / 2 * Self.miterLimit + 2 }

    init(_ figure: Figure, _ stroke: Stroke, within box: Box) {
        (colour, width, dash) = (stroke.colour, stroke.drawnWidth, stroke.drawnDash)
        let reach = width / 2 * Self.miterLimit + 2
        var pieces = Outline.lines(of: figure, within: box.grown(by: reach))
        for index in pieces.indices {
            pieces[index].points = pieces[index].points.map(Outline.snapped)
            // Dashes begin and end at the first point, closed or not.
            if !dash.isEmpty, pieces[index].closed {
                pieces[index].points.append(pieces[index].points[0])
                pieces[index].closed = false
            }
        }
        self.pieces = pieces
        lengths = dash.isEmpty ? [] : pieces.map(Self.lengths)
        var (low, high, upright) = (Double.infinity, -Double.infinity, true)
        for piece in pieces {
            var last = piece.closed ? piece.points[piece.points.count - 1] : piece.points[0]
            for point in piece.points {
                (low, high) = (min(low, point.y), max(high, point.y))
                upright = upright && (point.x == last.x || point.y == last.y)
                last = point
            }
        }
        rows = low <= high ? low - reach...high + reach : 0...0
        isUpright = upright
    }

    private static func lengths(_ piece: Outline.Piece) -> [Double] {
        var sum = piece.start
        var last = piece.points[0]
        return piece.points.map { point in
            sum += last.distance(to: point)
            last = point
            return sum
        }
    }

    /// Calls for each line that may touch these rows.
    func forEachLine(near rows: ClosedRange<Double>, _ use: (ArraySlice<PixelPoint>, _ closed: Bool) -> Void) {
        let (low, high) = (rows.lowerBound - reach, rows.upperBound + reach)
        for (number, piece) in pieces.enumerated() {
            let points = piece.points
            func isNear(_ a: PixelPoint, _ b: PixelPoint) -> Bool { min(a.y, b.y) <= high && max(a.y, b.y) >= low }
            if piece.closed {
                let count = points.count
                guard let away = points.indices.first(where: { !isNear(points[$0], points[($0 + 1) % count]) }) else {
                    use(points[...], true)
                    continue
                }
                // From after a line that is not needed, round to it again.
                let turned = Array(points[(away + 1)...] + points[...away])
                Self.runs(turned, isNear) { use(turned[$0], false) }
            } else {
                Self.runs(points, isNear) { run in
                    if dash.isEmpty { use(points[run], false) } else { dashes(points, lengths[number], run) { use($0, false) } }
                }
            }
        }
    }

    /// Unbroken rows of lines that are needed, as ranges of points.
    private static func runs(
        _ points: [PixelPoint], _ isNear: (PixelPoint, PixelPoint) -> Bool, _ use: (ClosedRange<Int>) -> Void
    ) {
        var first: Int?
        for index in points.indices.dropLast() {
            if isNear(points[index], points[index + 1]) {
                first = first ?? index
            } else if let begin = first {
                use(begin...index)
                first = nil
            }
        }
        if let begin = first { use(begin...points.count - 1) }
    }

    /// Where a dash begins and ends follows from how far along the line it is, so it is the same from wherever one starts counting.
    private func dashes(_ points: [PixelPoint], _ along: [Double], _ run: ClosedRange<Int>, _ use: (ArraySlice<PixelPoint>) -> Void) {
        // An odd number of lengths is gone through twice, dashes and gaps exchanged.
        let pattern = dash.count % 2 == 0 ? dash : dash + dash
        let period = pattern.reduce(0, +)
        var turn = (along[run.lowerBound] / period).rounded(.down)
        var part = 0
        var end = turn * period + pattern[0]
        func advance() {
            part += 1
            if part == pattern.count { (part, turn) = (0, turn + 1) }
            end = turn * period + pattern[...part].reduce(0, +)
        }
        while end <= along[run.lowerBound] { advance() }
        var line: [PixelPoint] = part % 2 == 0 ? [points[run.lowerBound]] : []
        for index in run.dropLast() {
            let (a, b) = (points[index], points[index + 1])
            let (from, to) = (along[index], along[index + 1])
            while end < to {
                let share = (end - from) / (to - from)
                let place = Outline.snapped(PixelPoint(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y)))
                if part % 2 == 0 {
                    use((line + [place])[...])
                    line = []
                } else {
                    line = [place]
                }
                advance()
            }
            if part % 2 == 0 { line.append(b) }
        }
        if line.count > 1 { use(line[...]) }
    }
}
