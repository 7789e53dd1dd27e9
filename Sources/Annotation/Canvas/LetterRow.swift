import Foundation
import Raster
import WCS

/// Upright text of usual size: letters copied from masks, at their places in the picture.
struct LetterRow {
    struct Part {
        var sprite: LetterSprite
        /// Of the sprite's top-left pixel.
        var x: Int
        var y: Int
    }

    private let parts: [Part]
    private let letter: Paint
    private let halo: Paint?
    /// The pixels it touches: from … up to.
    let minX: Int
    let minY: Int
    let maxX: Int
    let maxY: Int

    /// nil where there is nothing to be seen.
    init?(_ text: PlacedText, _ run: TextRun, within box: Box) {
        let style = text.style
        let size = style.drawnSize
        // Letters stand on quarters of a pixel, large ones on halves or wholes: an eightieth of their size at most.
        let step = size < 24 ? 1.0 : size < 48 ? 2.0 : 4.0
        func quarters(_ place: Double) -> Int { Int((place * 4 / step + 0.5).rounded(.down) * step) }
        let (originX, originY) = (text.box.minX + text.inset, text.box.minY + text.baseline)
        var parts: [Part] = []
        parts.reserveCapacity(run.glyphs.count)
        var (minX, minY, maxX, maxY) = (Int.max, Int.max, Int.min, Int.min)
        for glyph in run.glyphs where glyph.outline.ink != nil {
            let (x, y) = (quarters(originX + Double(glyph.x) * size), quarters(originY + Double(glyph.y) * size))
            let key = LetterSprite.Key(
                outline: ObjectIdentifier(glyph.outline), size: size, italic: style.italic, halo: style.haloWidth,
                quarterX: x & 3, quarterY: y & 3)
            let sprite = LetterCase.shared.sprite(glyph.outline, key)
            let part = Part(sprite: sprite, x: x >> 2 + sprite.left, y: y >> 2 + sprite.top)
            parts.append(part)
            (minX, minY) = (min(minX, part.x), min(minY, part.y))
            (maxX, maxY) = (max(maxX, part.x + sprite.width), max(maxY, part.y + sprite.height))
        }
        (minX, minY) = (max(minX, Int(box.minX + 0.5)), max(minY, Int(box.minY + 0.5)))
        (maxX, maxY) = (min(maxX, Int(box.maxX + 0.5)), min(maxY, Int(box.maxY + 0.5)))
        guard minX < maxX, minY < maxY else { return nil }
        (self.parts, self.minX, self.minY, self.maxX, self.maxY) = (parts, minX, minY, maxX, maxY)
        (letter, halo) = (Paint(style.colour), style.halo.map(Paint.init))
    }

    func draw(with pen: Pen) {
        let tile = pen.tile
        let (left, top) = (max(minX, tile.x), max(minY, tile.y))
        let (width, height) = (min(maxX, tile.x + tile.width) - left, min(maxY, tile.y + tile.height) - top)
        guard width > 0, height > 0 else { return }
        func lay(_ mask: KeyPath<LetterSprite, [UInt8]>, _ paint: Paint) {
            pen.sheet.clear(width: width, height: height)
            for part in parts { pen.sheet.add(part.sprite, mask, x: part.x - left, y: part.y - top) }
            for y in 0..<height {
                paint.blend(
                    pen.sheet.row(y), pen.pixels + (top + y - tile.y) * pen.rowBytes + (left - tile.x) * 4, width)
            }
        }
        if let halo, halo.alpha > 0 { lay(\.halo, halo) }
        lay(\.letter, letter)
    }
}
