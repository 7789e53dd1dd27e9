import Raster

/// Where new pixels are written, as samples of one type.
///
/// Sendable because threads that share it write into different pixels, and the buffer is handed on when all are done.
struct PixelTarget<Sample: PixelSample & SendableMetatype>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Sample>?
    let width, channels, pixelStep: Int
    let pixels: Int
    let blank: Sample

    /// - Parameter pixelStep: samples from one pixel to the next.
    init(_ bytes: UnsafeMutableRawBufferPointer, _ size: PixelSize, _ channels: Int, _ pixelStep: Int, _ blank: Float = 0) {
        base = bytes.baseAddress?.assumingMemoryBound(to: Sample.self)
        (width, self.channels, self.pixelStep, pixels) = (size.width, channels, pixelStep, size.pixels)
        self.blank = Sample(nearest: blank)
    }

    /// Where blank is not the zero that new memory holds.
    func clear() {
        guard let base, !(blank.asFloat == 0) else { return }
        base.update(repeating: blank, count: pixels * pixelStep)
    }

    @inline(__always)
    func put(_ value: SIMD4<Float>, _ target: UnsafeMutablePointer<Sample>) {
        if Sample.self == Float.self {
            put(value, target, as: Float.self)
            return
        }
        let full = SIMD4<Float>(repeating: Sample.self == UInt8.self ? 255 : 65535)
        var held = value
        held.replace(with: SIMD4<Float>.zero, where: held .< 0)
        held.replace(with: full, where: held .> full)
        // To the nearest whole number: 2²³ leaves no digits for a fraction.
        let whole = unsafeBitCast(held + 0x1p23, to: SIMD4<UInt32>.self)
        if Sample.self == UInt8.self {
            put(SIMD4<UInt8>(truncatingIfNeeded: whole), target, as: UInt8.self)
        } else {
            put(SIMD4<UInt16>(truncatingIfNeeded: whole), target, as: UInt16.self)
        }
    }

    @inline(__always)
    private func put<Known: SIMDScalar>(_ value: SIMD4<Known>, _ target: UnsafeMutablePointer<Sample>, as: Known.Type) {
        let target = UnsafeMutableRawPointer(target).assumingMemoryBound(to: Known.self)
        target[0] = value.x
        guard channels == 3 else { return }
        target[1] = value.y
        target[2] = value.z
    }
}
