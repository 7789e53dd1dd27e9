public import Annotation
public import Raster

/// What was drawn.
public struct AnnotationReport: Sendable {
    public var size: PixelSize
    /// How many marks and texts each layer has.
    public var layers: [LayerID: Int]
    /// All texts with their places, those of the legend and other furniture included.
    public var texts: [LayerID: [PlacedText]]
    public var labels: Int { texts.values.reduce(0) { $0 + $1.count } }
    /// Labels that found no place.
    public var dropped: [DroppedLabel]
    public var objects: [AnnotatedObject]
    /// What a person should know: data that are missing, depth that was lost.
    public var notes: [String]
}

extension AnnotationReport {
    init(_ drawing: Drawing, notes: [String]) {
        self.init(
            size: drawing.size,
            layers: Dictionary(drawing.layers.map { ($0.id, $0.marks.count + $0.texts.count) }, uniquingKeysWith: +),
            texts: Dictionary(drawing.layers.map { ($0.id, $0.texts) }, uniquingKeysWith: +), dropped: drawing.dropped, objects: drawing.objects,
            notes: notes)
    }
}
