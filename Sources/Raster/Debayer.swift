/// Where the colours sit in the 2 x 2 cell of a colour mosaic.
public struct BayerPattern: Sendable, Hashable {
    /// Of the pixels (0,0), (1,0), (0,1), (1,1): 0 red, 1 green, 2 blue.
    public let colours: [Int]

    /// - Parameter name: "RGGB", "BGGR", "GRBG" or "GBRG"; nil for anything else.
    public init?(_ name: String) {
        let letters: [Character: Int] = ["R": 0, "G": 1, "B": 2]
        let colours = name.uppercased().compactMap { letters[$0] }
        guard name.count == 4, colours.sorted() == [0, 1, 1, 2], colours[0] + colours[3] == 2 else { return nil }
        self.colours = colours
    }

    private init(colours: [Int]) { self.colours = colours }

    /// The pattern of the same mosaic seen from pixel (x, y).
    public func shifted(x: Int, y: Int) -> BayerPattern {
        BayerPattern(
            colours: (0..<4).map { colours[(($0 & 1) + x) & 1 | ((($0 >> 1) + y) & 1) << 1] })
    }

    func colour(_ x: Int, _ y: Int) -> Int { colours[x & 1 | (y & 1) << 1] }
}

/// Makes colour pictures of colour mosaics: what a pixel did not measure is the mean of its neighbours that did.
public enum Debayer {
    /// - Parameter mosaic: one channel, any sample type.
    public static func rgb(_ mosaic: PixelBuffer, pattern: BayerPattern) -> PixelBuffer {
        let out = PixelBuffer(size: mosaic.size, channels: 3, sample: mosaic.sample)
        out.warnings = mosaic.warnings
        switch mosaic.sample {
        case .u8: fill(out, mosaic, pattern, as: UInt8.self)
        case .u16: fill(out, mosaic, pattern, as: UInt16.self)
        case .f32: fill(out, mosaic, pattern, as: Float.self)
        }
        return out
    }

    private static func fill<Sample: PixelSample>(
        _ out: PixelBuffer, _ mosaic: PixelBuffer, _ pattern: BayerPattern, as: Sample.Type
    ) {
        for y in 0..<mosaic.height {
            // At the edges the rows beyond are mirrored, which keeps their colours.
            let above = mosaic.height == 1 ? 0 : (y == 0 ? 1 : y - 1)
            let below = mosaic.height == 1 ? 0 : (y == mosaic.height - 1 ? y - 1 : y + 1)
            row(
                above: UnsafePointer(mosaic.rowPointer(above).assumingMemoryBound(to: Sample.self)),
                UnsafePointer(mosaic.rowPointer(y).assumingMemoryBound(to: Sample.self)),
                below: UnsafePointer(mosaic.rowPointer(below).assumingMemoryBound(to: Sample.self)),
                width: mosaic.width, pattern: pattern.shifted(x: 0, y: y),
                into: out.rowPointer(y).assumingMemoryBound(to: Sample.self))
        }
    }

    /// One row of the colour picture from three rows of the mosaic, so that large files can be worked through in bands.
    ///
    /// - Parameter pattern: as seen from the first pixel of the middle row.
    package static func row<Sample: PixelSample>(
        above: UnsafePointer<Sample>, _ line: UnsafePointer<Sample>, below: UnsafePointer<Sample>, width: Int,
        pattern: BayerPattern, into out: UnsafeMutablePointer<Sample>
    ) {
        let own = [pattern.colour(0, 0), pattern.colour(1, 0)]
        let other = [pattern.colour(0, 1), pattern.colour(1, 1)]
        for parity in 0..<min(2, width) {
            let (here, beside, vertical) = (own[parity], own[1 - parity], other[parity])
            for x in stride(from: parity, to: width, by: 2) {
                let left = width == 1 ? 0 : (x == 0 ? 1 : x - 1)
                let right = width == 1 ? 0 : (x == width - 1 ? x - 1 : x + 1)
                let pixel = out + 3 * x
                let horizontalMean = (line[left].asFloat + line[right].asFloat) / 2
                let verticalMean = (above[x].asFloat + below[x].asFloat) / 2
                pixel[here] = line[x]
                if here == 1 {
                    pixel[beside] = Sample(nearest: horizontalMean)
                    pixel[vertical] = Sample(nearest: verticalMean)
                } else {
                    let diagonal = (above[left].asFloat + above[right].asFloat + below[left].asFloat + below[right].asFloat) / 4
                    pixel[1] = Sample(nearest: (horizontalMean + verticalMean) / 2)
                    pixel[2 - here] = Sample(nearest: diagonal)
                }
            }
        }
    }
}
