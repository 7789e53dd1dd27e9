import WCS

/// A rectangle of target pixels and where they fall in the source: a biquadratic through nine exact places, or each place exact.
struct MapTile: Sendable {
    let x, y, width, height: Int
    /// Powers of u and v, which run from 0 at the first pixel to 1 at the last: coefficient 3 q + p is that of uᵖ vᵠ.
    private(set) var xTerms: [Double] = []
    private(set) var yTerms: [Double] = []
    /// Row by row, where no polynomial fits: at the edge of a projection.
    private(set) var exact: [PixelPoint?] = []

    init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    private var spanX: Double { Double(max(1, width - 1)) }
    private var spanY: Double { Double(max(1, height - 1)) }

    /// The places whose exact positions make and check the polynomial: a grid of 3 x 3, then four between.
    var probes: [PixelPoint] {
        (Self.nodes + Self.checks).map { PixelPoint(x: Double(x) + $0.x * spanX, y: Double(y) + $0.y * spanY) }
    }

    private static let nodes: [PixelPoint] = [0.0, 0.5, 1.0].flatMap { (v: Double) -> [PixelPoint] in
        [PixelPoint(x: 0, y: v), PixelPoint(x: 0.5, y: v), PixelPoint(x: 1, y: v)]
    }

    private static let checks = [
        PixelPoint(x: 0.25, y: 0.25), PixelPoint(x: 0.75, y: 0.25), PixelPoint(x: 0.25, y: 0.75), PixelPoint(x: 0.75, y: 0.75),
    ]

    /// Every pixel's centre, row by row.
    var centres: [PixelPoint] {
        (0..<height).flatMap { row in (0..<width).map { PixelPoint(x: Double(x + $0), y: Double(y + row)) } }
    }

    /// Takes the places found for `probes`.
    ///
    /// - Returns: how far the polynomial is from the last four.
    mutating func fit(_ places: [PixelPoint]) -> Double {
        xTerms = Self.terms(places.map(\.x))
        yTerms = Self.terms(places.map(\.y))
        return zip(places[9...], Self.checks).map { place, at in
            max(abs(Self.value(xTerms, at.x, at.y) - place.x), abs(Self.value(yTerms, at.x, at.y) - place.y))
        }.max() ?? 0
    }

    mutating func set(exact places: [PixelPoint?]) { exact = places }

    /// Half as wide and high, or as many parts as there are pixels for.
    var quarters: [MapTile] {
        let (left, top) = ((width + 1) / 2, (height + 1) / 2)
        return [(0, 0, left, top), (left, 0, width - left, top), (0, top, left, height - top), (left, top, width - left, height - top)]
            .filter { $0.2 > 0 && $0.3 > 0 }.map { MapTile(x: x + $0.0, y: y + $0.1, width: $0.2, height: $0.3) }
    }

    /// The rectangle of source places, never too small.
    var bounds: Box? {
        guard exact.isEmpty else { return Box.spanning(exact.compactMap { $0 }) }
        let nodes = Self.nodes.map { PixelPoint(x: Self.value(xTerms, $0.x, $0.y), y: Self.value(yTerms, $0.x, $0.y)) }
        // A parabola rises above its highest node by at most an eighth of its second difference, along each axis.
        let (bendX, bendY) = (Self.bend(nodes.map(\.x)), Self.bend(nodes.map(\.y)))
        return Box.spanning(nodes).map {
            Box(minX: $0.minX - bendX, minY: $0.minY - bendY, maxX: $0.maxX + bendX, maxY: $0.maxY + bendY)
        }
    }

    /// The steps in the source for one pixel along x and y of the target, in the tile's middle; nil where no polynomial fits.
    var steps: (alongX: PixelPoint, alongY: PixelPoint)? {
        guard exact.isEmpty else { return nil }
        func change(_ t: [Double], _ du: Double, _ dv: Double) -> Double {
            Self.value(t, 0.5 + du / 2, 0.5 + dv / 2) - Self.value(t, 0.5 - du / 2, 0.5 - dv / 2)
        }
        let (du, dv) = (1 / spanX, 1 / spanY)
        return (
            PixelPoint(x: change(xTerms, du, 0), y: change(yTerms, du, 0)),
            PixelPoint(x: change(xTerms, 0, dv), y: change(yTerms, 0, dv))
        )
    }

    /// Source places of some pixels of one row, which must be in the tile; NaN where there is none.
    func places(row: Int, columns: Range<Int>, _ xs: UnsafeMutablePointer<Double>, _ ys: UnsafeMutablePointer<Double>) {
        guard exact.isEmpty else {
            for (index, column) in columns.enumerated() {
                let place = exact[(row - y) * width + column - x]
                xs[index] = place?.x ?? .nan
                ys[index] = place?.y ?? .nan
            }
            return
        }
        let v = Double(row - y) / spanY
        func inRow(_ t: [Double]) -> (Double, Double, Double) {
            (t[0] + v * (t[3] + v * t[6]), t[1] + v * (t[4] + v * t[7]), t[2] + v * (t[5] + v * t[8]))
        }
        let (a, b, step) = (inRow(xTerms), inRow(yTerms), 1 / spanX)
        let first = Double(columns.lowerBound - x)
        for index in 0..<columns.count {
            let u = (first + Double(index)) * step
            xs[index] = a.0 + u * (a.1 + u * a.2)
            ys[index] = b.0 + u * (b.1 + u * b.2)
        }
    }

    /// Quadratics through values at 0, ½ and 1, first along u, then along v.
    private static func terms(_ f: [Double]) -> [Double] {
        func powers(_ a: Double, _ b: Double, _ c: Double) -> [Double] { [a, 4 * b - 3 * a - c, 2 * (a - 2 * b + c)] }
        let rows: [[Double]] = (0..<3).map { powers(f[3 * $0], f[3 * $0 + 1], f[3 * $0 + 2]) }
        let columns: [[Double]] = (0..<3).map { powers(rows[0][$0], rows[1][$0], rows[2][$0]) }
        return (0..<9).map { columns[$0 % 3][$0 / 3] }
    }

    private static func value(_ t: [Double], _ u: Double, _ v: Double) -> Double {
        let (a, b, c) = (t[0] + u * (t[1] + u * t[2]), t[3] + u * (t[4] + u * t[5]), t[6] + u * (t[7] + u * t[8]))
        return a + v * (b + v * c)
    }

    private static func bend(_ f: [Double]) -> Double {
        (0..<3).map { (i: Int) -> Double in
            let along = abs(f[3 * i] - 2 * f[3 * i + 1] + f[3 * i + 2])
            return along + abs(f[i] - 2 * f[i + 3] + f[i + 6])
        }.max() ?? 0
    }
}

extension Box {
    /// The smallest that holds all the points; nil for none.
    static func spanning(_ points: [PixelPoint]) -> Box? {
        guard let first = points.first else { return nil }
        return points.dropFirst().reduce(into: Box(minX: first.x, minY: first.y, maxX: first.x, maxY: first.y)) { box, point in
            box.minX = min(box.minX, point.x)
            box.minY = min(box.minY, point.y)
            box.maxX = max(box.maxX, point.x)
            box.maxY = max(box.maxY, point.y)
        }
    }
}
