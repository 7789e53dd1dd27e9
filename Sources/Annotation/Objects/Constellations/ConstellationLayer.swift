public import Catalogs
import Foundation
import Sky
import WCS

/// Draws the figures of the constellations with gaps at the stars, their boundaries dashed, and their names, faint and letter-spaced.
public struct ConstellationLayer: SketchLayer {
    let catalog: any SkyCatalog
    let boundaries: Bool
    let names: Bool
    static let lineColour = Colour(0.56, 0.74, 0.95, alpha: 0.75)
    static let boundaryColour = Colour(0.72, 0.64, 0.88, alpha: 0.55)
    static let nameColour = Colour(0.66, 0.80, 1, alpha: 0.7)

    public init(_ catalog: any SkyCatalog, boundaries: Bool = true, names: Bool = true) {
        (self.catalog, self.boundaries, self.names) = (catalog, boundaries, names)
    }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let near = NearSky(sketch.field)
        let constellations = catalog.constellations.map(ConstellationSky.init)
        if boundaries { addBoundaries(constellations, near, to: &sketch) }
        for constellation in constellations { addLines(constellation, near, to: &sketch) }
        if names { addNames(constellations, near, to: &sketch) }
    }

    private func addLines(_ constellation: ConstellationSky, _ near: NearSky, to sketch: inout Sketch) {
        let unit = sketch.field.unit
        // On a chart of the sky figures are small and have to stay whole.
        let gap = (sketch.field.radius < 60 ? 8 : 2) * unit
        var drawn = Set<LineEnds>()
        for line in constellation.lines {
            for (a, b) in zip(line, line.dropFirst()) where near.mayShow(a, b) && drawn.insert(LineEnds(a, b)).inserted {
                let (from, to) = (SkyPosition(a), SkyPosition(b))
                let stars = sketch.field.pixels([from, to]).compactMap { $0 }
                for piece in SkyCurve.arc(from: from, to: to, in: sketch.field) {
                    // Short lines keep at least half of their length.
                    let length = zip(piece, piece.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
                    for path in PathGaps.cut(piece, around: stars, radius: min(gap, length / 4)) {
                        sketch.outline(
                            .path(path, closed: false), Self.lineColour, width: 1.2 * unit, title: constellation.name,
                            in: .constellations)
                        sketch.explain(.constellationLine)
                    }
                }
            }
        }
    }

    /// Sides that two constellations share are drawn once, so that the dashes of one do not fill the gaps of the other.
    private func addBoundaries(_ constellations: [ConstellationSky], _ near: NearSky, to sketch: inout Sketch) {
        let unit = sketch.field.unit
        let stroke = Stroke(Self.boundaryColour, width: unit, dash: [6 * unit, 5 * unit])
        var drawn = Set<LineEnds>()
        for ring in constellations.lazy.flatMap(\.rings) {
            var run: [UnitVector] = []
            func finish(_ sketch: inout Sketch) {
                guard run.count > 1 else { return }
                for path in SkyCurve.polyline(run, in: sketch.field) {
                    sketch.draw(Mark(.path(path, closed: false), stroke: stroke), in: .boundaries)
                    sketch.explain(.boundary)
                }
                run = []
            }
            for (index, a) in ring.enumerated() {
                let b = ring[index + 1 == ring.count ? 0 : index + 1]
                guard a != b, near.mayShow(a, b), drawn.insert(LineEnds(a, b)).inserted else {
                    finish(&sketch)
                    continue
                }
                if run.isEmpty { run.append(a) }
                run.append(b)
            }
            finish(&sketch)
        }
    }

    private func addNames(_ constellations: [ConstellationSky], _ near: NearSky, to sketch: inout Sketch) {
        let unit = sketch.field.unit
        let places = ConstellationPlaces(field: sketch.field, near: near).places(of: constellations)
        // A picture of a galaxy is not a picture of Andromeda.
        guard places.count > 1 || sketch.field.radius >= 4 else { return }
        for place in places {
            sketch.label(
                LabelRequest(
                    layer: .constellations, text: place.name.uppercased(),
                    style: TextStyle(
                        size: (place.isWhole ? 17 : 15) * unit, colour: Self.nameColour, halo: Colour.black.withAlpha(0.45), tracking: 0.2),
                    anchor: .centred(place.points), priority: LabelPriority.constellation, title: place.name))
        }
    }
}
