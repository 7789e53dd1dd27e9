import Annotation
import Catalogs

/// Which layers an annotation asks for.
struct DrawingPlan {
    private let field: Field
    private let layers: [any SketchLayer]

    init(_ options: AnnotationOptions, catalog: (any SkyCatalog)?, field: Field) {
        var layers: [any SketchLayer] = []
        if let system = options.grid { layers.append(GridLayer(system: system)) }
        if let title = options.contractGrid { layers.append(ContractGridLayer(title: title)) }
        if let catalog {
            if options.constellations { layers.append(ConstellationLayer(catalog)) }
            if options.deepSky { layers.append(DeepSkyLayer(catalog, magnitudeLimit: options.magnitudeLimit)) }
            if options.namedStars { layers.append(NamedStarLayer(catalog, magnitudeLimit: options.magnitudeLimit)) }
        }
        if !options.stars.isEmpty { layers.append(SolverStarLayer(options.stars)) }
        if !options.markers.isEmpty { layers.append(MarkerLayer(options.markers)) }
        if let title = options.title { layers.append(TitleLayer(title)) }
        if options.compass { layers.append(CompassLayer()) }
        if options.scaleBar { layers.append(ScaleBarLayer()) }
        if let rows = options.info { layers.append(InfoBoxLayer(InfoRow.rows(for: field) + rows)) }
        // Last: it explains what the others drew.
        if options.legend { layers.append(LegendLayer()) }
        (self.field, self.layers) = (field, layers)
    }

    func drawing() -> Drawing {
        let measure = PangoMeasure()
        var sketch = Sketch(field: field)
        for layer in layers { layer.add(to: &sketch, measure: measure) }
        return sketch.finished(measure: measure)
    }
}
