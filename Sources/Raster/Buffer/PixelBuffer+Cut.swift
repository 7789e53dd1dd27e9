extension PixelBuffer {
    /// A part of the picture, which lies within it.
    public func cropped(to region: PixelRegion) -> PixelBuffer {
        precondition(region.lies(within: size), "no such part")
        guard region.size != size else { return self }
        let out = PixelBuffer(size: region.size, channels: channels, sample: sample)
        out.warnings = warnings
        let left = region.x * channels * sample.bytes
        for y in 0..<region.height {
            out.rowPointer(y).copyMemory(from: rowPointer(region.y + y) + left, byteCount: out.rowBytes)
        }
        return out
    }

    func cut(to extent: Extent) -> PixelBuffer {
        switch extent {
        case .whole(let factor): boxReduced(by: factor)
        case .part(let region): cropped(to: region)
        }
    }
}
