/// Lays the rows of a stored picture into a canvas, upright.
struct CanvasFiller {
    let canvas: CanvasBuffer
    private let width: Int
    private let orientation: Orientation
    private let placing: (start: Int, stepX: Int, stepY: Int)

    /// - Parameter stored: the size of the picture before it is turned.
    init(stored: PixelSize, orientation: Orientation) {
        canvas = CanvasBuffer(size: orientation.uprightSize(of: stored))
        width = stored.width
        self.orientation = orientation
        placing = orientation.placing(of: stored)
    }

    /// Rows that are already in the canvas' own order of bytes.
    func place(words: UnsafePointer<UInt32>, row y: Int, count: Int) { place(words, row: y, count: count) { $0 } }

    func place(grey: UnsafePointer<UInt8>, row y: Int, count: Int) {
        place(grey, row: y, count: count) { 0xFF00_0000 | UInt32($0) &* 0x01_0101 }
    }

    func place(rgb: UnsafePointer<Triple<UInt8>>, row y: Int, count: Int) {
        place(rgb, row: y, count: count) { 0xFF00_0000 | UInt32($0.red) &<< 16 | UInt32($0.green) &<< 8 | UInt32($0.blue) }
    }

    /// A little-endian machine stores the lowest byte of a word, blue, first.
    @inline(__always)
    private func place<Pixel>(_ rows: UnsafePointer<Pixel>, row y: Int, count: Int, as word: (Pixel) -> UInt32) {
        let target = canvas.rowPointer(0).withMemoryRebound(to: UInt32.self, capacity: canvas.size.pixels) { $0 }
        // Blocks keep both pictures in the cache when rows become columns.
        let block = orientation.transposes ? 64 : width
        for blockX in stride(from: 0, to: width, by: block) {
            let end = min(blockX + block, width)
            for line in 0..<count {
                let source = rows + line * width
                var position = placing.start + (y + line) * placing.stepY + blockX * placing.stepX
                for x in blockX..<end {
                    target[position] = word(source[x])
                    position += placing.stepX
                }
            }
        }
    }
}
