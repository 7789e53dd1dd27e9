import WCS

/// A grid of coordinates over the picture, with labels where its lines leave it.
public struct GridLayer: SketchLayer {
    public var system: GridSystem
    /// Between the circles of latitude, degrees; nil: chosen to suit the field, from 30° (whole sky) over 10° to parts of 1″. The
    /// meridians follow, so that the meshes are about square. Never more than 400 lines: finer ones are made coarser.
    public var spacing: Double?

    public init(system: GridSystem = .equatorial, spacing: Double? = nil) {
        (self.system, self.spacing) = (system, spacing)
    }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let field = sketch.field
        let extent = GridExtent(of: field, in: system)
        let steps = GridSteps(for: field, extent: extent, system: system, spacing: spacing)
        let lines = GridLines(field: field, system: system, extent: extent, steps: steps)
        let all = lines.all()
        for line in all { sketch.draw(line, of: lines) }
        for label in GridLabels(lines, measure: measure).requests(for: all) { sketch.label(label) }
    }
}

extension Sketch {
    mutating func draw(_ line: GridLine, of lines: GridLines) {
        // The equator, the galactic plane, the ecliptic.
        let isPlane = line.kind == .parallel && line.value == 0
        let stroke = Stroke(lines.system.colour.withAlpha(isPlane ? 0.85 : 0.55), width: (isPlane ? 1.5 : 1) * field.unit)
        for path in line.paths { draw(Mark(.path(path, closed: false), stroke: stroke, title: lines.name(of: line)), in: .grid) }
    }
}

extension GridLines {
    func name(of line: GridLine) -> String {
        switch line.kind {
        case .meridian: GridText.longitude(line.value, step: steps.longitude, system: system)
        case .parallel: GridText.latitude(line.value, step: steps.latitude, system: system)
        }
    }
}
