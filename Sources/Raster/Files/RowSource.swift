/// Something that hands out the rows of a picture, first row first.
protocol RowSource<Sample> {
    associatedtype Sample: PixelSample
    var size: PixelSize { get }
    var channels: Int { get }
    /// Writes the next row, `size.width * channels` samples.
    func nextRow(into row: UnsafeMutablePointer<Sample>) throws
    /// Passes rows by, before the first one is read.
    ///
    /// - Parameter scratch: room for one row.
    func skip(_ rows: Int, scratch: UnsafeMutablePointer<Sample>) throws
}

/// How much of a picture is decoded.
enum Extent {
    case whole(reducedBy: Int)
    /// A part of the picture as stored, which lies within it.
    case part(PixelRegion)

    func size(of picture: PixelSize) -> PixelSize {
        switch self {
        case .whole(let factor): picture.reduced(by: factor)
        case .part(let region): region.size
        }
    }
}

extension RowSource {
    func decode(_ extent: Extent) throws -> PixelBuffer {
        switch extent {
        case .whole(let factor): try decode(reduceBy: factor)
        case .part(let region): try decode(region)
        }
    }

    func skip(_ rows: Int, scratch: UnsafeMutablePointer<Sample>) throws {
        for _ in 0..<rows { try nextRow(into: scratch) }
    }

    /// Reads no rows behind the region.
    private func decode(_ region: PixelRegion) throws -> PixelBuffer {
        let out = PixelBuffer(size: region.size, channels: channels, sample: Sample.type)
        let row = UnsafeMutablePointer<Sample>.allocate(capacity: size.width * channels)
        row.initialize(repeating: Sample(nearest: 0), count: size.width * channels)
        defer { row.deallocate() }
        try skip(region.y, scratch: row)
        out.warnings += try tolerating(rows: region.height) { y in
            try nextRow(into: row)
            out.rowPointer(y).copyMemory(from: row + region.x * channels, byteCount: out.rowBytes)
        }
        return out
    }

    /// Reads all rows, each block of `factor` by `factor` pixels averaged into one.
    ///
    /// Where a file breaks off or is damaged after a good part was read, the rest stays black and counts as a warning.
    func decode(reduceBy factor: Int) throws -> PixelBuffer {
        let out = PixelBuffer(size: size.reduced(by: factor), channels: channels, sample: Sample.type)
        if factor == 1 {
            out.warnings += try tolerating(rows: size.height) { y in
                try nextRow(into: out.rowPointer(y).assumingMemoryBound(to: Sample.self))
            }
            return out
        }
        let row = UnsafeMutablePointer<Sample>.allocate(capacity: size.width * channels)
        row.initialize(repeating: Sample(nearest: 0), count: size.width * channels)
        defer { row.deallocate() }
        let reducer = BoxReducer<Sample>(width: size.width, channels: channels, factor: factor)
        out.warnings += try tolerating(rows: size.height) { y in
            try nextRow(into: row)
            reducer.add(row)
            if reducer.isFull || y == size.height - 1 {
                reducer.take(into: out.rowPointer(y / factor).assumingMemoryBound(to: Sample.self))
            }
        }
        return out
    }

    /// How often reading broke off, which is once or never.
    private func tolerating(rows: Int, _ read: (Int) throws -> Void) throws -> Int {
        for y in 0..<rows {
            do {
                try read(y)
            } catch let error as PictureError {
                guard DamageRule.isUseful(rows: y, of: rows) else { throw error }
                return 1
            }
        }
        return 0
    }
}

extension RowSource where Sample == UInt8 {
    /// Reads all rows straight into a canvas.
    func canvas(orientation: Orientation) throws -> CanvasBuffer {
        let filler = CanvasFiller(stored: size, orientation: orientation)
        // In bands, so that the blocks of a turned picture stay in the cache.
        let band = 64
        let rowBytes = size.width * channels
        var rows = [UInt8](repeating: 0, count: rowBytes * min(band, size.height))
        try rows.withUnsafeMutableBytes { rows in
            let start = rows.baseAddress.unsafelyUnwrapped
            var read = 0
            func place() {
                let count = read % band == 0 ? min(band, read) : read % band
                if channels == 1 {
                    filler.place(grey: start.assumingMemoryBound(to: UInt8.self), row: read - count, count: count)
                } else {
                    filler.place(rgb: start.assumingMemoryBound(to: Triple<UInt8>.self), row: read - count, count: count)
                }
            }
            filler.canvas.warnings += try tolerating(rows: size.height) { y in
                try nextRow(into: (start + y % band * rowBytes).assumingMemoryBound(to: UInt8.self))
                read = y + 1
                if read % band == 0 { place() }
            }
            if read % band != 0 { place() }
        }
        return filler.canvas
    }
}

/// When a picture that breaks off is still worth having.
enum DamageRule {
    static func isUseful(rows: Int, of height: Int) -> Bool { rows > 0 && rows * 8 >= height }
}
