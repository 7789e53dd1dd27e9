/// A drawing in the making: layers add marks, ask for labels, and say what labels must keep clear of. Labels get their places when
/// all have been asked for.
public struct Sketch: Sendable {
    public let field: Field
    private(set) var marks: [LayerID: [Mark]] = [:]
    private(set) var texts: [LayerID: [PlacedText]] = [:]
    private(set) var requests: [LabelRequest] = []
    private(set) var obstacles: [Box] = []
    private(set) var objects: [AnnotatedObject] = []
    /// What has been drawn, for the legend.
    private(set) var legend: Set<LegendEntry> = []
    /// Titles and boxes at the edges, which keep clear of each other.
    private(set) var plates: [Box] = []

    public init(field: Field) { self.field = field }

    public mutating func draw(_ mark: Mark, in layer: LayerID) { marks[layer, default: []].append(mark) }

    /// A text whose place is known: nothing moves it, and labels keep clear of it.
    public mutating func write(_ text: PlacedText, in layer: LayerID) {
        texts[layer, default: []].append(text)
    }

    public mutating func label(_ request: LabelRequest) { requests.append(request) }

    /// Labels do not cover this.
    public mutating func keepClear(_ box: Box) { obstacles.append(box) }

    /// Lists an object in the JSON face.
    public mutating func list(_ object: AnnotatedObject) { objects.append(object) }

    mutating func explain(_ entry: LegendEntry) { legend.insert(entry) }

    mutating func addPlate(_ box: Box) {
        plates.append(box)
        obstacles.append(box)
    }
}

/// Something that is drawn over a picture.
public protocol SketchLayer: Sendable {
    func add(to sketch: inout Sketch, measure: any TextMeasure)
}
