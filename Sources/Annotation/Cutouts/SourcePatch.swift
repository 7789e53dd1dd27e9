import Raster

/// A rectangle of a picture as numbers with a fourth part that says how much of the pixel there is: 1, or 0 outside the picture and
/// where the value is no number. Sums over it with weights tell the value and how far it is known.
struct SourcePatch {
    private(set) var pixels: UnsafeMutablePointer<SIMD4<Float>>
    private var capacity: Int
    private(set) var x = 0, y = 0, width = 0, height = 0

    init() {
        capacity = 1 << 14
        pixels = .allocate(capacity: capacity)
    }

    func free() { pixels.deallocate() }

    /// Makes room for a rectangle, which may reach over the picture's edges.
    mutating func place(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
        guard width * height > capacity else { return }
        pixels.deallocate()
        capacity = width * height
        pixels = .allocate(capacity: capacity)
    }

    func fill(from picture: PixelBuffer) {
        guard let base = picture.bytes.baseAddress else { return }
        switch picture.sample {
        case .u8: fill(base.assumingMemoryBound(to: UInt8.self), picture.size, picture.channels, picture.channels)
        case .u16: fill(base.assumingMemoryBound(to: UInt16.self), picture.size, picture.channels, picture.channels)
        case .f32: fill(base.assumingMemoryBound(to: Float.self), picture.size, picture.channels, picture.channels)
        }
    }

    func fill(from canvas: CanvasBuffer) {
        guard let base = canvas.bytes.baseAddress else { return }
        fill(base.assumingMemoryBound(to: UInt8.self), canvas.size, 3, 4)
    }

    private func fill<Sample: PatchSample>(
        _ base: UnsafePointer<Sample>, _ size: PixelSize, _ channels: Int, _ pixelStep: Int
    ) {
        let inside = max(0, x)..<max(max(0, x), min(size.width, x + width))
        for row in 0..<height {
            let line = pixels + row * width
            guard y + row >= 0, y + row < size.height, !inside.isEmpty else {
                line.update(repeating: .zero, count: width)
                continue
            }
            line.update(repeating: .zero, count: inside.lowerBound - x)
            (line + (inside.upperBound - x)).update(repeating: .zero, count: x + width - inside.upperBound)
            let target = line + (inside.lowerBound - x)
            let source = base + ((y + row) * size.width + inside.lowerBound) * pixelStep
            if channels == 1 {
                for i in 0..<inside.count { target[i] = Self.known(source[i].number, 0, 0, Sample.canBeBlank) }
            } else if Sample.self == UInt8.self, pixelStep == 4 {
                let words = UnsafeRawPointer(source).assumingMemoryBound(to: SIMD4<UInt8>.self)
                for i in 0..<inside.count {
                    var pixel = SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: words[i]))
                    pixel.w = 1
                    target[i] = pixel
                }
            } else {
                for i in 0..<inside.count {
                    let pixel = source + i * pixelStep
                    target[i] = Self.known(pixel[0].number, pixel[1].number, pixel[2].number, Sample.canBeBlank)
                }
            }
        }
    }

    @inline(__always)
    private static func known(_ a: Float, _ b: Float, _ c: Float, _ checked: Bool) -> SIMD4<Float> {
        guard checked else { return SIMD4(a, b, c, 1) }
        return a.isFinite && b.isFinite && c.isFinite ? SIMD4(a, b, c, 1) : .zero
    }
}

/// The types of samples, of this room: loops over those of another room call a function for each sample.
private protocol PatchSample: BitwiseCopyable {
    static var canBeBlank: Bool { get }
    var number: Float { get }
}

extension UInt8: PatchSample {
    static var canBeBlank: Bool { false }
    var number: Float { Float(self) }
}

extension UInt16: PatchSample {
    static var canBeBlank: Bool { false }
    var number: Float { Float(self) }
}

extension Float: PatchSample {
    static var canBeBlank: Bool { true }
    var number: Float { self }
}
