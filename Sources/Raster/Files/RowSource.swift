/// Something that hands out the rows of a picture, first row first.
protocol RowSource<Sample> {
    associatedtype Sample: PixelSample
    var size: PixelSize { get }
    var channels: Int { get }
    /// Writes the next row, `size.width * channels` samples.
    func nextRow(into row: UnsafeMutablePointer<Sample>) throws
}

extension RowSource {
    /// Reads all rows, each block of `factor` by `factor` pixels averaged into one.
    ///
    /// Where a file breaks off or is damaged after a good part was read, the rest stays black and counts as a warning.
    func decode(reduceBy factor: Int) throws -> PixelBuffer {
        let out = PixelBuffer(size: size.reduced(by: factor), channels: channels, sample: Sample.type)
        if factor == 1 {
            try tolerating(out) { y in
                try nextRow(into: out.rowPointer(y).assumingMemoryBound(to: Sample.self))
            }
            return out
        }
        let row = UnsafeMutablePointer<Sample>.allocate(capacity: size.width * channels)
        row.initialize(repeating: Sample(nearest: 0), count: size.width * channels)
        defer { row.deallocate() }
        let reducer = BoxReducer<Sample>(width: size.width, channels: channels, factor: factor)
        try tolerating(out) { y in
            try nextRow(into: row)
            reducer.add(row)
            if reducer.isFull || y == size.height - 1 {
                reducer.take(into: out.rowPointer(y / factor).assumingMemoryBound(to: Sample.self))
            }
        }
        return out
    }

    private func tolerating(_ out: PixelBuffer, _ read: (Int) throws -> Void) throws {
        for y in 0..<size.height {
            do {
                try read(y)
            } catch let error as PictureError {
                guard DamageRule.isUseful(rows: y, of: size.height) else { throw error }
                out.warnings += 1
                return
            }
        }
    }
}

/// When a picture that breaks off is still worth having.
enum DamageRule {
    static func isUseful(rows: Int, of height: Int) -> Bool { rows > 0 && rows * 8 >= height }
}
