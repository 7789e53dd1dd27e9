import Annotation
import Imaging
import Raster
import WCS

/// What `astrobase annotate --json` says; the keys are a contract.
struct AnnotateReport: Encodable, CustomStringConvertible {
    struct Dropped: Encodable {
        var layer: String
        var text: String
        var x: Double
        var y: Double
    }

    /// A text in the picture: the middle of its box, the box's size before it is turned, and how far that is, degrees clockwise.
    struct Label: Encodable {
        var layer: String
        var text: String
        var x: Double
        var y: Double
        var width: Double
        var height: Double
        var angle: Double
    }

    var file: String
    var out: String?
    var width: Int
    var height: Int
    /// Of the picture that was written.
    var bitsPerSample = 8
    /// Marks and texts of each layer.
    var layers: [String: Int]
    var labels: [Label]
    var droppedLabels: [Dropped]
    var objects: Int
    var notes: [String]
    /// Without the start of the program.
    var seconds: Double

    init(_ report: AnnotationReport, of file: String, out: String?, seconds: Double) {
        self.seconds = seconds
        self.file = file
        self.out = out
        width = report.size.width
        height = report.size.height
        layers = Dictionary(uniqueKeysWithValues: report.layers.map { ($0.key.rawValue, $0.value) })
        labels = report.texts.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { layer, texts in
            texts.map { Label($0, in: layer) }
        }
        droppedLabels = report.dropped.map { Dropped(layer: $0.layer.rawValue, text: $0.text, x: $0.place.x, y: $0.place.y) }
        objects = report.objects.count
        notes = report.notes
    }

    var description: String {
        var text = "\(out ?? file): \(width) × \(height) pixels, \(objects) objects, \(labels.count) labels"
        if !droppedLabels.isEmpty { text += ", \(droppedLabels.count) labels found no place" }
        return ([text] + notes.map { "  \($0)" }).joined(separator: "\n")
    }
}

extension AnnotateReport.Label {
    fileprivate init(_ text: PlacedText, in layer: LayerID) {
        self.init(
            layer: layer.rawValue, text: text.string, x: text.box.centre.x, y: text.box.centre.y, width: text.box.width,
            height: text.box.height, angle: text.angle)
    }
}
