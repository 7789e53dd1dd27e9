import Catalogs
import Sky

/// A constellation as directions, worked out once for a drawing.
struct ConstellationSky {
    let name: String
    let middle: SkyPosition
    let lines: [[UnitVector]]
    let rings: [[UnitVector]]

    init(_ constellation: Constellation) {
        (name, middle) = (constellation.name, constellation.middle)
        lines = constellation.lines.map { $0.map(\.unitVector) }
        rings = constellation.boundaries.filter { $0.count > 2 }.map { $0.map(\.unitVector) }
    }
}

/// The two ends of a line, whichever comes first; equal to a few seconds of arc.
struct LineEnds: Hashable {
    private let first: Int
    private let second: Int

    init(_ a: UnitVector, _ b: UnitVector) {
        func key(_ v: UnitVector) -> Int {
            func part(_ x: Double) -> Int { Int(((x + 2) * 50_000).rounded()) }
            return (part(v.x) << 18 | part(v.y)) << 18 | part(v.z)
        }
        let (p, q) = (key(a), key(b))
        (first, second) = (min(p, q), max(p, q))
    }
}
