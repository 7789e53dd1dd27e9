import CJPEG

extension JPEGReader {
    /// Decodes straight into the canvas; where the picture is to be turned, in bands of rows.
    func canvas(orientation: Orientation) throws -> CanvasBuffer {
        guard !isCMYK else { return .showing(try decode(reduceBy: 1, grey: false), orientation: orientation) }
        let (size, _) = try start(reduceBy: 1, as: CJPEG_AS_BGRX)
        let filler = CanvasFiller(stored: size, orientation: orientation)
        let canvas = filler.canvas
        let band = 64
        let rowBytes = size.width * 4
        let words = orientation == .up ? nil : UnsafeMutablePointer<UInt32>.allocate(capacity: size.width * band)
        defer { words?.deallocate() }
        for y in stride(from: 0, to: size.height, by: band) {
            let count = min(band, size.height - y)
            let target = words.map { UnsafeMutableRawPointer($0) } ?? UnsafeMutableRawPointer(canvas.rowPointer(y))
            let got = try read(count, into: target, rowBytes: rowBytes, row: y, of: size.height)
            if let words { filler.place(words: words, row: y, count: got) }
            guard got == count else {
                canvas.warnings += 1
                break
            }
        }
        canvas.warnings += warnings
        return canvas
    }
}
