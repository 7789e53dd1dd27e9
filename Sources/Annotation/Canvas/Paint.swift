/// A colour ready to be laid over pixels.
struct Paint {
    let alpha: Double
    private let part: Int32
    private let blue: Int32
    private let green: Int32
    private let red: Int32

    init(_ colour: Colour) {
        let sane = colour.sane
        alpha = sane.alpha
        part = Int32((alpha * 65536).rounded())
        func byte(_ part: Double) -> Int32 { Int32((part * 255).rounded()) }
        (blue, green, red) = (byte(sane.blue), byte(sane.green), byte(sane.red))
    }

    /// - Parameter coverage: 0 … 1.
    @inline(__always)
    func blend(_ coverage: Double, _ pixel: UnsafeMutablePointer<UInt8>) { blend(part: Int32(coverage * alpha * 65536), pixel) }

    /// A row of pixels by a mask of 0 … 255.
    func blend(_ mask: UnsafePointer<UInt8>, _ start: UnsafeMutablePointer<UInt8>, _ count: Int) {
        var pixel = start
        for index in 0..<count {
            let cover = Int32(mask[index])
            if cover > 0 { blend(part: (cover &* 257 &* (part >> 1)) >> 15, pixel) }
            pixel += 4
        }
    }

    func fill(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) {
        for index in 0..<count { blend(part: part, start + 4 * index) }
    }

    /// - Parameter part: 0 … 65536.
    @inline(__always)
    private func blend(part: Int32, _ pixel: UnsafeMutablePointer<UInt8>) {
        func mixed(_ old: UInt8, _ new: Int32) -> UInt8 {
            UInt8(truncatingIfNeeded: Int32(old) &+ (((new &- Int32(old)) &* part &+ 32768) >> 16))
        }
        pixel[0] = mixed(pixel[0], blue)
        pixel[1] = mixed(pixel[1], green)
        pixel[2] = mixed(pixel[2], red)
    }
}

extension Colour {
    /// All parts within 0 … 1.
    var sane: Colour {
        func part(_ value: Double) -> Double { value.isFinite ? min(1, max(0, value)) : 0 }
        return Colour(part(red), part(green), part(blue), alpha: part(alpha))
    }
}
