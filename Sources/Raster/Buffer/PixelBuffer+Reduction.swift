extension PixelBuffer {
    /// The picture made smaller by a whole number, each pixel the average of a block.
    ///
    /// Pixel `x` of the result covers pixels `x * factor ..< (x + 1) * factor`; blocks at the right and lower edge may be
    /// partial ones.
    public func boxReduced(by factor: Int) -> PixelBuffer {
        guard factor > 1 else { return self }
        switch sample {
        case .u8: return boxReduced(by: factor, as: UInt8.self)
        case .u16: return boxReduced(by: factor, as: UInt16.self)
        case .f32: return boxReduced(by: factor, as: Float.self)
        }
    }

    private func boxReduced<Sample: PixelSample>(by factor: Int, as: Sample.Type) -> PixelBuffer {
        let out = PixelBuffer(size: size.reduced(by: factor), channels: channels, sample: sample)
        out.warnings = warnings
        let reducer = BoxReducer<Sample>(width: width, channels: channels, factor: factor)
        var outRow = 0
        for y in 0..<height {
            reducer.add(UnsafePointer(rowPointer(y).assumingMemoryBound(to: Sample.self)))
            if reducer.isFull || y == height - 1 {
                reducer.take(into: out.rowPointer(outRow).assumingMemoryBound(to: Sample.self))
                outRow += 1
            }
        }
        return out
    }

    /// The picture made small enough that its longer side is at most `longSide`; never made larger.
    public func resized(fitting longSide: Int) -> PixelBuffer {
        let long = max(width, height)
        guard long > longSide, longSide > 0 else { return self }
        // Whole blocks first, which is fast and free of aliasing; areas for the rest of the way.
        let halved = boxReduced(by: max(1, long / longSide / 2))
        let scale = Double(longSide) / Double(long)
        let target = PixelSize(
            width: max(1, Int((Double(width) * scale).rounded())), height: max(1, Int((Double(height) * scale).rounded())))
        switch sample {
        case .u8: return AreaResampler<UInt8>.resample(halved, to: target)
        case .u16: return AreaResampler<UInt16>.resample(halved, to: target)
        case .f32: return AreaResampler<Float>.resample(halved, to: target)
        }
    }
}
