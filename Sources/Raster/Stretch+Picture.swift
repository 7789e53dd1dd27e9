extension Stretch {
    /// The picture in 8 bit with its background, channel by channel, at a dark grey.
    public static func applied(to picture: PixelBuffer, target: Float = 0.15) -> PixelBuffer {
        let out = PixelBuffer(size: picture.size, channels: picture.channels, sample: .u8)
        out.warnings = picture.warnings
        for channel in 0..<picture.channels {
            let stretch = Stretch(measuring: picture, channel: channel, target: target)
            switch picture.sample {
            case .u8: stretch.fill(out, from: picture, channel, as: UInt8.self)
            case .u16: stretch.fillByTable(out, from: picture, channel)
            case .f32: stretch.fill(out, from: picture, channel, as: Float.self)
            }
        }
        return out
    }

    /// Puts the stretched brightness of a float picture, 0 … 1, in the place of its samples.
    public static func apply(to picture: PixelBuffer) {
        precondition(picture.sample == .f32)
        let samples = picture.samples(as: Float.self)
        for channel in 0..<picture.channels {
            let stretch = Stretch(measuring: picture, channel: channel)
            for i in stride(from: channel, to: samples.count, by: picture.channels) { samples[i] = stretch.value(samples[i]) }
        }
    }

    private func fill<Sample: PixelSample>(
        _ out: PixelBuffer, from picture: PixelBuffer, _ channel: Int, as: Sample.Type
    ) {
        let source = UnsafePointer(picture.rowPointer(0).assumingMemoryBound(to: Sample.self))
        let target = out.rowPointer(0).assumingMemoryBound(to: UInt8.self)
        for i in stride(from: channel, to: picture.size.pixels * picture.channels, by: picture.channels) {
            target[i] = UInt8(value(source[i].asFloat) * 255 + 0.5)
        }
    }

    private func fillByTable(_ out: PixelBuffer, from picture: PixelBuffer, _ channel: Int) {
        let table = (0...65535).map { UInt8(value(Float($0)) * 255 + 0.5) }
        let source = UnsafePointer(picture.rowPointer(0).assumingMemoryBound(to: UInt16.self))
        let target = out.rowPointer(0).assumingMemoryBound(to: UInt8.self)
        table.withUnsafeBufferPointer { table in
            for i in stride(from: channel, to: picture.size.pixels * picture.channels, by: picture.channels) {
                target[i] = table[Int(source[i])]
            }
        }
    }
}
