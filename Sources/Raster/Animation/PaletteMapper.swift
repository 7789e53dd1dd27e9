/// Turns rows of pixels into indices of a palette.
///
/// Steps between colours are hidden by a fixed pattern (ordered dithering), the same in all frames: what does not change between
/// them does not flicker.
struct PaletteMapper {
    let palette: Palette
    /// The index for each bin of `ColourHistogram`, −1 where not yet looked for.
    private var nearest = [Int16](repeating: -1, count: 1 << 18)
    private var exact: [UInt32: UInt8] = [:]
    /// What is added to all channels of a pixel, by its place in cells of 8 x 8.
    private let pattern: [Int]

    init(_ palette: Palette) {
        self.palette = palette
        if palette.isExact {
            for (index, colour) in palette.colours.enumerated() {
                exact[Self.key(colour.red, colour.green, colour.blue)] = UInt8(index)
            }
        }
        let amplitude = palette.isExact ? 0 : Self.spacing(palette.colours)
        pattern = (0..<64).map { Int(((Double(Self.rank($0 & 7, $0 >> 3)) + 0.5) / 64 - 0.5) * amplitude) }
    }

    mutating func map(_ row: UnsafePointer<UInt8>, y: Int, into out: inout [UInt8]) {
        if palette.isExact {
            var (last, index): (UInt32?, UInt8) = (nil, 0)
            for x in out.indices {
                let key = Self.key(row[4 * x + 2], row[4 * x + 1], row[4 * x])
                if key != last { (last, index) = (key, exact[key] ?? 0) }
                out[x] = index
            }
            return
        }
        for x in out.indices {
            let shift = pattern[(y & 7) << 3 | x & 7]
            let red = UInt8(clamping: Int(row[4 * x + 2]) + shift)
            let green = UInt8(clamping: Int(row[4 * x + 1]) + shift)
            let blue = UInt8(clamping: Int(row[4 * x]) + shift)
            let bin = ColourHistogram.bin(red, green, blue)
            if nearest[bin] < 0 { nearest[bin] = Int16(index(nearestTo: bin)) }
            out[x] = UInt8(nearest[bin])
        }
    }

    private static func key(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt32 {
        UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    }

    private func index(nearestTo bin: Int) -> Int {
        let wanted = SIMD3(bin >> 12, bin >> 6 & 63, bin & 63) &* 4 &+ 2
        var (best, distance) = (0, Int.max)
        for (index, colour) in palette.colours.enumerated() {
            let off = SIMD3(Int(colour.red), Int(colour.green), Int(colour.blue)) &- wanted
            let square = (off &* off).wrappedSum()
            if square < distance { (best, distance) = (index, square) }
        }
        return best
    }

    /// The rank of a place within Bayer's 8 x 8 matrix: the bits of x ^ y and y interleaved, the lowest first.
    private static func rank(_ x: Int, _ y: Int) -> Int {
        (0..<3).reduce(0) { $0 << 2 | ((x ^ y) >> $1 & 1) << 1 | (y >> $1 & 1) }
    }

    /// How far colours are typically from their neighbours, along one channel.
    private static func spacing(_ colours: [Palette.Colour]) -> Double {
        let distances = colours.indices.map { index -> Double in
            let own = SIMD3(Double(colours[index].red), Double(colours[index].green), Double(colours[index].blue))
            let squares = colours.indices.lazy.filter { $0 != index }.map { other -> Double in
                let off = SIMD3(Double(colours[other].red), Double(colours[other].green), Double(colours[other].blue)) - own
                return (off * off).sum()
            }
            return (squares.min() ?? 0).squareRoot()
        }
        return min(16, distances.sorted()[distances.count / 2] / 3.0.squareRoot())
    }
}
