public import Raster
import WCS

/// Burns a drawing into a picture, at once or band by band; the pixels are the same where bands begin at multiples of `slab` rows, and
/// elsewhere but for a few hardly seen differences at slanted lines. For one thread at a time.
///
/// What does not depend on the band is worked out once, and a band looks only at what it may touch.
public final class Painter {
    /// So many rows of the picture are drawn at a time: cairo's rounding depends on where it begins.
    public static let slab = 64
    /// cairo's pictures are at most 32,767 pixels wide.
    private static let longest = 30_000

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
        var row = top
        while row < top + band.height {
            let number = row / Self.slab
            let end = min(top + band.height, (number + 1) * Self.slab)
            defer { row = end }
            guard number < slabs.count, !slabs[number].isEmpty else { continue }
            for x in stride(from: 0, to: band.width, by: Self.longest) {
                let tile = PixelRegion(x: x, y: row - top, width: min(Self.longest, band.width - x), height: end - row)
                guard let pen = Pen(band, tile, top: top, sheet: sheet) else { continue }
                let rows = Double(row) - 1...Double(end)
                for index in slabs[number] where items[Int(index)].rows.overlaps(rows) { pen.draw(items[Int(index)]) }
            }
        }
    }
}
