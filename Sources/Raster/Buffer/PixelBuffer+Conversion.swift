extension PixelBuffer {
    /// The samples in another type, full brightness becoming full brightness (255, 65535, 1.0). No stretch: see `Stretch`.
    public func converted(to type: SampleType) -> PixelBuffer {
        guard type != sample else { return self }
        let out = PixelBuffer(size: size, channels: channels, sample: type)
        out.warnings = warnings
        switch (sample, type) {
        case (.u8, .u16): convert(into: out, UInt8.self, UInt16.self)
        case (.u8, _): convert(into: out, UInt8.self, Float.self)
        case (.u16, .u8): convert(into: out, UInt16.self, UInt8.self)
        case (.u16, _): convert(into: out, UInt16.self, Float.self)
        case (.f32, .u8): convert(into: out, Float.self, UInt8.self)
        case (.f32, _): convert(into: out, Float.self, UInt16.self)
        }
        return out
    }

    private func convert<From: PixelSample, To: PixelSample>(into out: PixelBuffer, _: From.Type, _: To.Type) {
        let source = UnsafePointer(rowPointer(0).assumingMemoryBound(to: From.self))
        let target = out.rowPointer(0).assumingMemoryBound(to: To.self)
        let scale = To.fullScale / From.fullScale
        for i in 0..<size.pixels * channels { target[i] = To(nearest: source[i].asFloat * scale) }
    }
}
