import CCairo
import Foundation

/// One letter of one size as two masks, letter and halo, so that it is traced once and copied ever after.
final class LetterSprite: Sendable {
    /// Of the masks' top-left pixel, from the pixel in which the letter's origin is.
    let left: Int
    let top: Int
    let width: Int
    let height: Int
    let letter: [UInt8]
    /// Empty where there is no halo.
    let halo: [UInt8]

    struct Key: Hashable {
        var outline: ObjectIdentifier
        var size: Double
        var italic: Bool
        var halo: Double
        /// Of the origin within its pixel, quarters.
        var quarterX: Int
        var quarterY: Int
    }

    init(_ outline: GlyphOutline, _ key: Key) {
        guard let ink = outline.ink else {
            (left, top, width, height, letter, halo) = (0, 0, 0, 0, [], [])
            return
        }
        let (dx, dy) = (Double(key.quarterX) / 4 + 0.5, Double(key.quarterY) / 4 + 0.5)
        let slant = key.italic ? Double(TextRun.slant) : 0
        let reach = key.halo + 1
        func x(_ x: Float, _ y: Float) -> Double { (Double(x) - slant * Double(y)) * key.size + dx }
        let (fromX, toX) = ((x(ink.minX, ink.maxY) - reach).rounded(.down), (x(ink.maxX, ink.minY) + reach).rounded(.up))
        let fromY = (Double(ink.minY) * key.size + dy - reach).rounded(.down)
        let toY = (Double(ink.maxY) * key.size + dy + reach).rounded(.up)
        let (wide, high) = (Int(toX - fromX), Int(toY - fromY))
        (left, top, width, height) = (Int(fromX), Int(fromY), wide, high)
        func mask(_ paint: (OpaquePointer) -> Void) -> [UInt8] {
            Self.mask(wide, high) { cairo in
                cairo.add(outline.steps.map { $0.moved { (($0 - slant * $1) * key.size + dx - fromX, $1 * key.size + dy - fromY) } })
                paint(cairo)
            }
        }
        letter = mask { cairo in cairo_fill(cairo) }
        halo = key.halo > 0 ? mask { cairo in cairo.halo(key.halo) } : []
    }

    private static func mask(_ width: Int, _ height: Int, _ paint: (OpaquePointer) -> Void) -> [UInt8] {
        let stride = Int(cairo_format_stride_for_width(CAIRO_FORMAT_A8, Int32(width)))
        var wide = [UInt8](repeating: 0, count: stride * height)
        wide.withUnsafeMutableBufferPointer { memory in
            guard
                let surface = cairo_image_surface_create_for_data(
                    memory.baseAddress, CAIRO_FORMAT_A8, Int32(width), Int32(height), Int32(stride)),
                let cairo = cairo_create(surface)
            else { return }
            paint(cairo)
            cairo_destroy(cairo)
            cairo_surface_destroy(surface)
        }
        guard stride != width else { return wide }
        return [UInt8](unsafeUninitializedCapacity: width * height) { memory, count in
            for y in 0..<height { for x in 0..<width { memory[y * width + x] = wide[y * stride + x] } }
            count = width * height
        }
    }
}

/// The letters traced so far, for all threads.
final class LetterCase: Sendable {
    static let shared = LetterCase()

    private struct State {
        var sprites: [LetterSprite.Key: LetterSprite] = [:]
        var bytes = 0
    }

    private static let room = 24 << 20
    private let lock = NSLock()
    nonisolated(unsafe) private var state = State()

    func sprite(_ outline: GlyphOutline, _ key: LetterSprite.Key) -> LetterSprite {
        lock.lock()
        let known = state.sprites[key]
        lock.unlock()
        if let known { return known }
        // Two threads may trace the same letter; it comes out the same.
        let sprite = LetterSprite(outline, key)
        lock.lock()
        defer { lock.unlock() }
        if state.bytes > Self.room { state = State() }
        state.sprites[key] = sprite
        state.bytes += sprite.letter.count + sprite.halo.count + 200
        return sprite
    }
}
