public import Catalogs
import Foundation
import Sky
import WCS

/// Draws the figures of the constellations with gaps at the stars, their boundaries dashed, and their names, faint and letter-spaced.
public struct ConstellationLayer: SketchLayer {
    let catalog: any SkyCatalog
    let boundaries: Bool
    static let lineColour = Colour(0.56, 0.74, 0.95, alpha: 0.75)
    static let boundaryColour = Colour(0.72, 0.64, 0.88, alpha: 0.55)
    static let nameColour = Colour(0.66, 0.80, 1, alpha: 0.7)

    public init(_ catalog: any SkyCatalog, boundaries: Bool = true) {
        (self.catalog, self.boundaries) = (catalog, boundaries)
    }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let near = NearSky(sketch.field)
        let constellations = catalog.constellations
        if boundaries { addBoundaries(constellations, near, to: &sketch) }
        for constellation in constellations { addLines(constellation, near, to: &sketch) }
        addNames(constellations, near, to: &sketch)
    }

    private func addLines(_ constellation: Constellation, _ near: NearSky, to sketch: inout Sketch) {
        let unit = sketch.field.unit
        var drawn = Set<StarPair>()
        for line in constellation.lines {
            for (a, b) in zip(line, line.dropFirst()) where near.mayShow(a, b) && drawn.insert(StarPair(a, b)).inserted {
                let ends = sketch.field.pixels([a, b])
                for piece in SkyCurve.arc(from: a, to: b, in: sketch.field) {
                    // Short lines keep at least half of their length.
                    let length = zip(piece, piece.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
                    let gap = min(8 * unit, length / 4)
                    for path in PathGaps.cut(piece, around: ends.compactMap { $0 }, radius: gap) {
                        sketch.outline(
                            .path(path, closed: false), Self.lineColour, width: 1.2 * unit, title: constellation.name,
                            in: .constellations)
                        sketch.explain(.constellationLine)
                    }
                }
            }
        }
    }

    /// Sides that two constellations share are drawn once.
    private func addBoundaries(_ constellations: [Constellation], _ near: NearSky, to sketch: inout Sketch) {
        let unit = sketch.field.unit
        var drawn = Set<StarPair>()
        for ring in constellations.lazy.flatMap(\.boundaries) {
            guard let first = ring.first else { continue }
            var run: [SkyPosition] = []
            func finish(_ sketch: inout Sketch) {
                for path in SkyCurve.polyline(run, in: sketch.field) {
                    sketch.draw(
                        Mark(
                            .path(path, closed: false),
                            stroke: Stroke(Self.boundaryColour, width: unit, dash: [6 * unit, 5 * unit])), in: .boundaries)
                    sketch.explain(.boundary)
                }
                run = []
            }
            for (a, b) in zip(ring, ring.dropFirst() + [first]) {
                guard a != b, near.mayShow(a, b), drawn.insert(StarPair(a, b)).inserted else {
                    finish(&sketch)
                    continue
                }
                if run.isEmpty { run.append(a) }
                run.append(b)
            }
            finish(&sketch)
        }
    }

    private func addNames(_ constellations: [Constellation], _ near: NearSky, to sketch: inout Sketch) {
        let unit = sketch.field.unit
        for place in ConstellationPlaces(field: sketch.field, near: near).places(of: constellations) {
            sketch.label(
                LabelRequest(
                    layer: .constellations, text: place.name.uppercased().map(String.init).joined(separator: "\u{2009}"),
                    style: TextStyle(
                        size: (place.isWhole ? 17 : 15) * unit, colour: Self.nameColour, halo: Colour.black.withAlpha(0.45)),
                    anchor: .centred(place.points), priority: LabelPriority.constellation, title: place.name))
        }
    }
}

/// Two ends of a line, whichever comes first; equal to a few seconds of arc.
private struct StarPair: Hashable {
    private let ends: Set<[Int]>

    init(_ a: SkyPosition, _ b: SkyPosition) {
        func key(_ p: SkyPosition) -> [Int] {
            let v = p.unitVector
            return [v.x, v.y, v.z].map { Int(($0 * 50_000).rounded()) }
        }
        ends = [key(a), key(b)]
    }
}
