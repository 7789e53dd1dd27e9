extension CanvasBuffer {
    /// A picture's samples in 8 bit, full scale to full scale.
    public convenience init(_ picture: PixelBuffer) {
        self.init(size: picture.size)
        let picture = picture.converted(to: .u8)
        let source = UnsafePointer(picture.rowPointer(0).assumingMemoryBound(to: UInt8.self))
        let target = rowPointer(0)
        let (green, red) = picture.channels == 1 ? (0, 0) : (1, 0)
        let blue = picture.channels == 1 ? 0 : 2
        withExtendedLifetime(picture) {
            for index in 0..<size.pixels {
                let pixel = source + index * picture.channels
                target[4 * index] = pixel[blue]
                target[4 * index + 1] = pixel[green]
                target[4 * index + 2] = pixel[red]
            }
        }
    }
}
