public import Raster
import WCS

/// Burns a drawing into a picture, at once or band by band; the pixels are the same. For one thread at a time.
///
/// What does not depend on the band is worked out once, and a band looks only at what it may touch.
public final class Painter {
    /// Rows of a slab.
    private static let slab = 64

    /// In drawing order.
    private let items: [PaintItem]
    /// For each slab of rows, the items that may touch it, in drawing order.
    private let slabs: [[Int32]]
    private let sheet = LetterSheet()

    /// - Parameter only: these layers; nil: all.
    public init(_ drawing: Drawing, only: Set<LayerID>? = nil) {
        let box = Box(
            minX: -0.5, minY: -0.5, maxX: Double(drawing.size.width) - 0.5, maxY: Double(drawing.size.height) - 0.5)
        var items: [PaintItem] = []
        for layer in drawing.layers where only?.contains(layer.id) ?? true {
            for mark in layer.marks { items += PaintItem.items(for: mark, within: box) }
            for text in layer.texts { if let item = PaintItem(text, within: box) { items.append(item) } }
        }
        let last = (drawing.size.height - 1) / Self.slab
        var slabs = [[Int32]](repeating: [], count: max(1, last + 1))
        for (index, item) in items.enumerated() {
            let rows = item.rows
            guard rows.lowerBound <= box.maxY, rows.upperBound >= box.minY else { continue }
            let from = Int(max(0, rows.lowerBound)) / Self.slab
            let to = Int(max(0, min(box.maxY, rows.upperBound))) / Self.slab
            for slab in from...max(from, to) where slab <= last { slabs[slab].append(Int32(index)) }
        }
        (self.items, self.slabs) = (items, slabs)
    }

    /// Draws what falls into a band of the picture.
    ///
    /// - Parameter top: the row of the picture that is the band's first.
    public func draw(onto band: CanvasBuffer, top: Int) {
        let touched = touched(top..<top + band.height)
        guard !touched.isEmpty else { return }
        let (first, last) = (Double(top) - 1, Double(top + band.height))
        for tile in Canvas.tiles(of: band.size) {
            guard let pen = Pen(band, tile, top: top, sheet: sheet) else { continue }
            for index in touched where items[Int(index)].rows.overlaps(first...last) { pen.draw(items[Int(index)]) }
        }
    }

    private func touched(_ rows: Range<Int>) -> [Int32] {
        let from = max(0, rows.lowerBound) / Self.slab
        let to = min(slabs.count - 1, (rows.upperBound - 1) / Self.slab)
        guard from <= to else { return [] }
        if from == to { return slabs[from] }
        var known = Set<Int32>()
        return slabs[from...to].joined().filter { known.insert($0).inserted }.sorted()
    }
}
