/// At most 256 colours that stand for all those of some frames.
struct Palette {
    struct Colour: Equatable {
        var red, green, blue: UInt8
    }

    private(set) var colours: [Colour]
    /// All colours of the frames are there as they are.
    let isExact: Bool

    init(of frames: [CanvasBuffer]) {
        if let few = Self.distinct(frames) {
            (colours, isExact) = (few, true)
        } else {
            (colours, isExact) = (MedianCut(ColourHistogram(frames)).colours(256), false)
        }
    }

    /// The colours themselves; nil where there are more than 256.
    private static func distinct(_ frames: [CanvasBuffer]) -> [Colour]? {
        var seen: Set<UInt32> = []
        for frame in frames {
            var last: UInt32?
            for y in 0..<frame.height {
                let row = frame.rowPointer(y)
                for x in 0..<frame.width {
                    let colour = UInt32(row[4 * x]) | UInt32(row[4 * x + 1]) << 8 | UInt32(row[4 * x + 2]) << 16
                    if colour == last { continue }
                    last = colour
                    if seen.insert(colour).inserted, seen.count > 256 { return nil }
                }
            }
        }
        return seen.sorted().map {
            Colour(red: UInt8($0 >> 16), green: UInt8($0 >> 8 & 255), blue: UInt8($0 & 255))
        }
    }
}

/// How often colours occur, 64 steps a channel, with the sums of what fell into each bin.
struct ColourHistogram {
    /// red << 12 | green << 6 | blue, of six bits each.
    var counts = [UInt32](repeating: 0, count: 1 << 18)
    var sums = [SIMD3<UInt64>](repeating: .zero, count: 1 << 18)

    init(_ frames: [CanvasBuffer]) {
        // Some twenty million pixels say as much as all of them.
        let pixels = frames.reduce(0) { $0 + $1.size.pixels }
        let step = max(1, pixels / 20_000_000) | 1
        for frame in frames {
            let bytes = frame.rowPointer(0)
            withExtendedLifetime(frame) {
                for index in stride(from: 0, to: frame.size.pixels, by: step) {
                    let pixel = bytes + 4 * index
                    let bin = Self.bin(pixel[2], pixel[1], pixel[0])
                    counts[bin] &+= 1
                    sums[bin] &+= SIMD3(UInt64(pixel[2]), UInt64(pixel[1]), UInt64(pixel[0]))
                }
            }
        }
    }

    @inline(__always)
    static func bin(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
        Int(red >> 2) << 12 | Int(green >> 2) << 6 | Int(blue >> 2)
    }
}
