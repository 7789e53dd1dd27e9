extension Asset {
    /// The modules of the sky map.
    static let map = [mapView, mapTrace, mapRaster, mapFields, mapGrid, mapLabels, mapDrawing, mapScript]
}
