extension PixelBuffer {
    /// The picture turned upright, as the EXIF orientation asks for.
    public func oriented(_ orientation: Orientation) -> PixelBuffer {
        guard orientation != .up else { return self }
        let out = PixelBuffer(size: orientation.uprightSize(of: size), channels: channels, sample: sample)
        out.warnings = warnings
        switch (channels, sample) {
        case (1, .u8): place(into: out, orientation, as: UInt8.self)
        case (1, .u16): place(into: out, orientation, as: UInt16.self)
        case (1, .f32): place(into: out, orientation, as: UInt32.self)
        case (_, .u8): place(into: out, orientation, as: Triple<UInt8>.self)
        case (_, .u16): place(into: out, orientation, as: Triple<UInt16>.self)
        case (_, .f32): place(into: out, orientation, as: Triple<UInt32>.self)
        }
        return out
    }

    /// The picture with its last row first.
    public func flippedVertically() -> PixelBuffer { oriented(.downMirrored) }

    private func place<Pixel: BitwiseCopyable>(into out: PixelBuffer, _ orientation: Orientation, as: Pixel.Type) {
        let source = UnsafePointer(rowPointer(0).assumingMemoryBound(to: Pixel.self))
        let target = out.rowPointer(0).assumingMemoryBound(to: Pixel.self)
        let (width, height) = (size.width, size.height)
        let (start, stepX, stepY) = orientation.placing(of: size)
        // Blocks keep both pictures in the cache when rows become columns.
        let block = orientation.transposes ? 64 : max(width, 1)
        for blockY in stride(from: 0, to: height, by: block) {
            for blockX in stride(from: 0, to: width, by: block) {
                let (endX, endY) = (min(blockX + block, width), min(blockY + block, height))
                for y in blockY..<endY {
                    let line = source + y * width
                    var position = start + y * stepY + blockX * stepX
                    for x in blockX..<endX {
                        target[position] = line[x]
                        position += stepX
                    }
                }
            }
        }
    }
}

/// The three samples of a colour pixel, without padding.
struct Triple<Sample: BitwiseCopyable>: BitwiseCopyable {
    var red, green, blue: Sample
}
