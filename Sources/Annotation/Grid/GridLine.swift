import Sky
import WCS

/// One line of a grid as it runs through the picture.
struct GridLine {
    enum Kind { case meridian, parallel }

    let kind: Kind
    /// The longitude of a meridian, the latitude of a parallel; degrees.
    let value: Double
    let paths: [[PixelPoint]]
}

/// Finds the lines of a grid.
struct GridLines {
    let field: Field
    let system: GridSystem
    let extent: GridExtent
    let steps: GridSteps

    /// Pixels round the picture into which lines go on, so that their ends are not seen.
    var margin: Double { 2 + 2 * field.unit }

    func all() -> [GridLine] {
        let meridians = Self.multiples(of: steps.longitude, in: extent.longitudes, isRound: extent.isAllRound)
        let parallels = Self.multiples(of: steps.latitude, in: extent.latitudes, isRound: false).filter { abs($0) < 89.9999999 }
        return meridians.map { GridLine(kind: .meridian, value: $0, paths: meridian($0)) }
            + parallels.map { GridLine(kind: .parallel, value: $0, paths: parallel($0)) }
    }

    func position(_ longitude: Double, _ latitude: Double) -> SkyPosition {
        system.sky.icrs(longitude: longitude, latitude: latitude)
    }

    private static func multiples(of step: Double, in range: ClosedRange<Double>, isRound: Bool) -> [Double] {
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        guard first <= last else { return [] }
        let all = stride(from: first, through: last, by: 1).map { $0 * step }
        return isRound ? all.filter { $0 < range.lowerBound + 360 - 1e-9 } : all
    }

    private func meridian(_ longitude: Double) -> [[PixelPoint]] {
        // Towards the pole lines come too close together: only four go all the way, or the few of a map of the whole sky.
        let quarter = (longitude / 90 - (longitude / 90).rounded()) * 90
        let reachesPole = abs(quarter) < 1e-9 || field.radius > 60 && steps.longitude >= 30
        let end = reachesPole ? 90 : 90 - min(steps.latitude, 30)
        let from = max(extent.latitudes.lowerBound, -end)
        let to = min(extent.latitudes.upperBound, end)
        guard from < to else { return [] }
        return curve(from: from, to: to) { t, aside in position(longitude + aside, t) }
    }

    private func parallel(_ latitude: Double) -> [[PixelPoint]] {
        let range = extent.longitudes
        return curve(from: range.lowerBound, to: range.upperBound) { t, aside in position(t, latitude + aside) }
    }

    /// Drawn on both sides of a break of the projection where it runs along one, as the edges of a map of the whole sky do.
    private func curve(
        from start: Double, to end: Double, _ place: (_ t: Double, _ aside: Double) -> SkyPosition
    ) -> [[PixelPoint]] {
        guard field.radius > 90, isAlongBreak(from: start, to: end, place) else {
            return SkyCurve.paths(in: field, from: start, to: end, margin: margin) { place($0, 0) }
        }
        return [-Self.aside, Self.aside].flatMap { aside in
            SkyCurve.paths(in: field, from: start, to: end, margin: margin) { place($0, aside) }
        }
    }

    /// Degrees; far below a pixel of any map of the whole sky.
    private static let aside = 1e-6

    private func isAlongBreak(
        from start: Double, to end: Double, _ place: (_ t: Double, _ aside: Double) -> SkyPosition
    ) -> Bool {
        let places = (1...15).map { start + (end - start) * Double($0) / 16.3 }
        let left = field.pixels(places.map { place($0, -Self.aside) })
        let right = field.pixels(places.map { place($0, Self.aside) })
        let apart = zip(left, right).filter { a, b in
            guard let a, let b else { return false }
            return max(abs(a.x - b.x), abs(a.y - b.y)) > 1
        }
        return apart.count > 7
    }
}
