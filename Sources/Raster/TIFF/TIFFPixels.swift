import CTIFF

/// How the stored samples of a TIFF picture become grey or RGB.
struct TIFFPixels {
    private enum Meaning {
        case plain, inverted, inks
        case palette([UInt8])
    }

    let channelsIn, channelsOut: Int
    private let meaning: Meaning
    private let hasAlpha: Bool
    private let bits, format: Int

    init(_ reader: TIFFReader, planeAlone: Bool) throws {
        let info = reader.info
        (bits, format) = (Int(info.bits), Int(info.format))
        channelsIn = planeAlone ? 1 : Int(info.channels)
        switch info.photometric {
        case 0: meaning = .inverted
        case 3: meaning = .palette(try reader.palette())
        case 5: meaning = .inks
        default: meaning = .plain
        }
        let isColour = !planeAlone && info.photometric != 0 && info.photometric != 1
        channelsOut = isColour ? 3 : 1
        // Associated alpha (1) is already multiplied in, which is what lying over black means.
        hasAlpha = info.extra_is_alpha == 2 && channelsIn == channelsOut + 1 && info.photometric != 5
    }

    /// The type that holds the stored samples without loss of what a picture needs.
    static func sample(bits: Int, format: Int) -> SampleType {
        // 1 is unsigned and 4 undefined, which is taken as unsigned too.
        let isUnsigned = format != 2 && format != 3
        if isUnsigned && bits <= 8 { return .u8 }
        return isUnsigned && bits == 16 ? .u16 : .f32
    }

    // MARK: Unpacking

    func unpack<Sample: PixelSample>(_ row: UnsafeMutablePointer<UInt8>, samples: Int, into out: UnsafeMutablePointer<Sample>) {
        let raw = UnsafeRawPointer(row)
        switch (bits, format) {
        case (1, _), (2, _), (4, _): unpackBits(row, samples, out)
        case (8, 2): copy(raw.assumingMemoryBound(to: Int8.self), samples, out)
        case (8, _): copyUnsigned(raw.assumingMemoryBound(to: UInt8.self), samples, out)
        case (16, 2): copy(raw.assumingMemoryBound(to: Int16.self), samples, out)
        case (16, 3):
            let halves = raw.assumingMemoryBound(to: UInt16.self)
            for i in 0..<samples { out[i] = Sample(nearest: Float(Float16(bitPattern: halves[i]))) }
        case (16, _): copyUnsigned(raw.assumingMemoryBound(to: UInt16.self), samples, out)
        case (32, 2): copy(raw.assumingMemoryBound(to: Int32.self), samples, out)
        case (32, 3): copyFloat(raw.assumingMemoryBound(to: Float.self), samples, out)
        case (32, _): copy(raw.assumingMemoryBound(to: UInt32.self), samples, out)
        case (64, 2): copy(raw.assumingMemoryBound(to: Int64.self), samples, out)
        case (64, 3): copyFloat(raw.assumingMemoryBound(to: Double.self), samples, out)
        default: copy(raw.assumingMemoryBound(to: UInt64.self), samples, out)
        }
    }

    private func copy<T: BinaryInteger, Sample: PixelSample>(
        _ row: UnsafePointer<T>, _ count: Int, _ out: UnsafeMutablePointer<Sample>
    ) {
        for i in 0..<count { out[i] = Sample(nearest: Float(row[i])) }
    }

    /// Of the same type in and out.
    private func copyUnsigned<T, Sample: PixelSample>(
        _ row: UnsafePointer<T>, _ count: Int, _ out: UnsafeMutablePointer<Sample>
    ) {
        UnsafeMutableRawPointer(out).copyMemory(from: row, byteCount: count * MemoryLayout<Sample>.size)
    }

    private func copyFloat<T: BinaryFloatingPoint, Sample: PixelSample>(
        _ row: UnsafePointer<T>, _ count: Int, _ out: UnsafeMutablePointer<Sample>
    ) {
        for i in 0..<count { out[i] = Sample(nearest: Float(row[i])) }
    }

    /// Samples of 1, 2 or 4 bits, first sample in the highest bits; scaled to 8 bits unless they are indices.
    private func unpackBits<Sample: PixelSample>(
        _ row: UnsafePointer<UInt8>, _ count: Int, _ out: UnsafeMutablePointer<Sample>
    ) {
        let mask = UInt8(truncatingIfNeeded: 1 << bits - 1)
        var scale = 255 / Float(mask)
        if case .palette = meaning { scale = 1 }
        for i in 0..<count {
            let bit = i * bits
            let value = (row[bit >> 3] >> UInt8(8 - bits - bit & 7)) & mask
            out[i] = Sample(nearest: Float(value) * scale)
        }
    }

    // MARK: Composing

    func compose<Sample: PixelSample>(
        _ samples: UnsafeMutablePointer<Sample>, width: Int, into out: UnsafeMutablePointer<Sample>
    ) {
        switch meaning {
        case .palette(let colours):
            colours.withUnsafeBufferPointer { colours in
                for x in 0..<width {
                    let index = 3 * Int(samples[x].asFloat)
                    for channel in 0..<3 { out[3 * x + channel] = Sample(nearest: Float(colours[index + channel])) }
                }
            }
        case .inks:
            for x in 0..<width {
                let ink = samples + x * channelsIn
                let black = 1 - ink[3].asFloat / Sample.fullScale
                for channel in 0..<3 {
                    out[3 * x + channel] = Sample(nearest: (Sample.fullScale - ink[channel].asFloat) * black)
                }
            }
        case .plain, .inverted:
            var isInverted = false
            if case .inverted = meaning { isInverted = true }
            for x in 0..<width {
                let pixel = samples + x * channelsIn
                for channel in 0..<channelsOut {
                    if !isInverted && !hasAlpha {
                        out[x * channelsOut + channel] = pixel[channel]
                        continue
                    }
                    var value = pixel[channel].asFloat
                    if isInverted { value = Sample.fullScale - value }
                    if hasAlpha { value *= pixel[channelsOut].asFloat / Sample.fullScale }
                    out[x * channelsOut + channel] = Sample(nearest: value)
                }
            }
        }
    }
}
