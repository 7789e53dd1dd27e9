import Catalogs
import Foundation
import Sky

/// Puts figures, boundaries and middles together.
struct ConstellationAssembly {
    /// Of stars, by their number in the Henry Draper catalogue.
    let positions: [Int: SkyPosition]
    /// Numbers of figures' stars that are not known.
    private(set) var missing: Set<Int> = []

    init(positions: [Int: SkyPosition]) { self.positions = positions }

    /// - Throws: `KStarsError` when one of the 88 has no boundary.
    mutating func constellations(
        figures: [(name: String, strokes: [[Int]])], boundaries: [(name: String, ring: [SkyPosition])],
        middles: [String: SkyPosition]
    ) throws -> [Constellation] {
        var constellations: [Constellation] = []
        for name in ConstellationName.all {
            let rings = boundaries.filter { Self.belongs($0.name, to: name) }.map(\.ring)
            guard !rings.isEmpty else { throw KStarsError("cbounds.dat", "has no boundary of \(name.name)") }
            let lines = figures.filter { Self.belongs($0.name, to: name) }.flatMap(\.strokes).flatMap { paths($0) }
            let given = middles[name.abbreviation] ?? (name.abbreviation == "Ser" ? middles["SCp"] : nil)
            constellations.append(
                Constellation(
                    abbreviation: name.abbreviation, name: name.name, lines: lines, boundaries: rings,
                    middle: Self.middle(given, rings: rings, lines: lines)))
        }
        return constellations
    }

    /// "Serpens Caput" and "Serpens Cauda" are parts of Serpens; capitals, blanks and accents do not matter.
    private static func belongs(_ part: String, to name: ConstellationName) -> Bool {
        func plain(_ text: String) -> String {
            text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil).filter(\.isLetter)
        }
        let part = plain(part)
        return part == plain(name.name) || (name.abbreviation == "Ser" && part.hasPrefix("serpens"))
    }

    /// The stroke's parts between stars that are known.
    private mutating func paths(_ stroke: [Int]) -> [[SkyPosition]] {
        var paths: [[SkyPosition]] = [[]]
        for star in stroke {
            if let position = positions[star] {
                paths[paths.count - 1].append(position)
            } else {
                missing.insert(star)
                paths.append([])
            }
        }
        return paths.filter { $0.count > 1 }
    }

    /// Where the name is written: as given, when that is inside; else at the star of the figure that is nearest to its middle
    /// and inside.
    private static func middle(_ given: SkyPosition?, rings: [[SkyPosition]], lines: [[SkyPosition]]) -> SkyPosition {
        let polygons = rings.map { SphericalPolygon($0.map(\.unitVector)) }
        func isInside(_ position: SkyPosition) -> Bool { polygons.contains { $0.contains(position.unitVector) } }
        if let given, isInside(given) { return given }
        let stars = lines.joined().map(\.unitVector)
        let points = stars.isEmpty ? rings.joined().map(\.unitVector) : stars
        let sum = points.reduce(into: (0.0, 0.0, 0.0)) { $0 = ($0.0 + $1.x, $0.1 + $1.y, $0.2 + $1.z) }
        let middle = SkyPosition(UnitVector(directionOf: sum.0, sum.1, sum.2))
        if isInside(middle) { return middle }
        let inside = stars.map(SkyPosition.init).filter(isInside)
        return inside.min { $0.separation(to: middle) < $1.separation(to: middle) } ?? given ?? middle
    }
}
