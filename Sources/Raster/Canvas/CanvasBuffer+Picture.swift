extension CanvasBuffer {
    /// A picture of 8 bit laid into a canvas, turned upright on the way.
    package static func showing(_ picture: PixelBuffer, orientation: Orientation) -> CanvasBuffer {
        precondition(picture.sample == .u8, "a canvas shows 8 bit")
        let filler = CanvasFiller(stored: picture.size, orientation: orientation)
        // In bands, so that the blocks of a turned picture stay in the cache.
        for y in stride(from: 0, to: picture.height, by: 64) {
            let (rows, count) = (picture.rowPointer(y), min(64, picture.height - y))
            if picture.channels == 1 {
                filler.place(grey: rows.assumingMemoryBound(to: UInt8.self), row: y, count: count)
            } else {
                filler.place(rgb: rows.assumingMemoryBound(to: Triple<UInt8>.self), row: y, count: count)
            }
        }
        filler.canvas.warnings = picture.warnings
        return filler.canvas
    }
}
