extension PixelBuffer {
    /// Brightness alone: one channel of the same sample type, weighted as in ITU-R BT.601. A grey picture is returned as it is.
    public func luminance() -> PixelBuffer {
        guard channels == 3 else { return self }
        let out = PixelBuffer(size: size, channels: 1, sample: sample)
        out.warnings = warnings
        switch sample {
        case .u8: weigh(into: out)
        case .u16: weigh(into: out, as: UInt16.self)
        case .f32: weigh(into: out, as: Float.self)
        }
        return out
    }

    private func weigh(into out: PixelBuffer) {
        let source = UnsafePointer(rowPointer(0).assumingMemoryBound(to: UInt8.self))
        let target = out.rowPointer(0).assumingMemoryBound(to: UInt8.self)
        for i in 0..<size.pixels {
            // The weights in 1/65536; they add up to 65536.
            let red = UInt32(source[3 * i]) &* 19595
            let green = UInt32(source[3 * i + 1]) &* 38470
            let blue = UInt32(source[3 * i + 2]) &* 7471
            target[i] = UInt8(truncatingIfNeeded: (red &+ green &+ blue &+ 32768) >> 16)
        }
    }

    private func weigh<Sample: PixelSample>(into out: PixelBuffer, as: Sample.Type) {
        let source = UnsafePointer(rowPointer(0).assumingMemoryBound(to: Sample.self))
        let target = out.rowPointer(0).assumingMemoryBound(to: Sample.self)
        for i in 0..<size.pixels {
            let (red, green, blue) = (source[3 * i].asFloat, source[3 * i + 1].asFloat, source[3 * i + 2].asFloat)
            target[i] = Sample(nearest: 0.299 * red + 0.587 * green + 0.114 * blue)
        }
    }
}
