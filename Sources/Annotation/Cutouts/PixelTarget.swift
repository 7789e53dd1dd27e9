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
        target[0] = Sample(nearest: value.x)
        guard channels == 3 else { return }
        target[1] = Sample(nearest: value.y)
        target[2] = Sample(nearest: value.z)
    }
}
