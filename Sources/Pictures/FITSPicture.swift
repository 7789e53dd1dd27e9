import FITS
import Raster

/// A FITS image read in bands of rows, so that it is never in memory as a whole; colour mosaics become RGB on the way.
final class FITSPicture {
    let width, height: Int
    /// 1 or 3, after debayering.
    let channels: Int
    private let reader: FITSImageReader
    private let pattern: BayerPattern?
    private let isEightBit: Bool
    private var bands: [FITSBand]
    private let colourRow: UnsafeMutablePointer<Float>

    init(path: String, facts: PictureFacts) throws {
        do {
            reader = try FITSImageReader(path: path)
        } catch let error as FITSError {
            throw PictureError(.damaged, error.message)
        }
        let info = reader.info
        guard info.width == facts.size.width, info.height == facts.size.height else {
            throw PictureError(.damaged, "\(PictureFile.name(path)): the file changed while it was read")
        }
        (width, height) = (info.width, info.height)
        pattern = FITSFacts.pattern(info)
        channels = pattern != nil || info.planes == 3 ? 3 : 1
        isEightBit = info.bitpix == 8 && (info.header.double("BSCALE") ?? 1) == 1 && (info.header.double("BZERO") ?? 0) == 0
        bands = (0..<(info.planes == 3 ? 3 : 1)).map { FITSBand(plane: $0, width: info.width, height: info.height) }
        colourRow = .allocate(capacity: info.width * 3)
        colourRow.initialize(repeating: 0, count: info.width * 3)
    }

    deinit { colourRow.deallocate() }

    /// The picture with blocks averaged; 8 bit where the file has 8 bit, else float.
    func reduced(by factor: Int, grey: Bool) throws -> PixelBuffer {
        let outChannels = grey ? 1 : channels
        let size = PixelSize(width: width, height: height).reduced(by: factor)
        let out = PixelBuffer(size: size, channels: outChannels, sample: isEightBit ? .u8 : .f32)
        let reducer = BoxReducer<Float>(width: width, channels: outChannels, factor: factor)
        for y in 0..<height {
            let source = try row(y, grey: grey)
            if factor == 1 {
                copy(source, count: width * outChannels, to: out, row: y)
                continue
            }
            reducer.add(floats: source)
            guard reducer.isFull || y == height - 1 else { continue }
            if isEightBit {
                out.row(y / factor, as: UInt8.self).baseAddress.map { reducer.take(bytes: $0) }
            } else {
                out.row(y / factor, as: Float.self).baseAddress.map { reducer.take(floats: $0) }
            }
        }
        return out
    }

    /// A part of the picture, which lies within it.
    func part(_ region: PixelRegion) throws -> PixelBuffer {
        let out = PixelBuffer(size: region.size, channels: channels, sample: isEightBit ? .u8 : .f32)
        for y in 0..<region.height {
            let source = try row(region.y + y, grey: false) + region.x * channels
            copy(source, count: region.width * channels, to: out, row: y)
        }
        return out
    }

    private func copy(_ source: UnsafePointer<Float>, count: Int, to out: PixelBuffer, row y: Int) {
        if isEightBit {
            let target = out.row(y, as: UInt8.self)
            for i in 0..<count { target[i] = UInt8(nearest: source[i]) }
        } else {
            out.row(y, as: Float.self).baseAddress?.update(from: source, count: count)
        }
    }

    /// One row: interleaved colours, or brightness alone.
    private func row(_ y: Int, grey: Bool) throws -> UnsafePointer<Float> {
        guard channels == 3 else { return try bands[0].row(y, reader) }
        if let pattern {
            let (above, below) = (height == 1 ? 0 : abs(y - 1), height == 1 ? 0 : (y == height - 1 ? y - 1 : y + 1))
            // The band keeps a row before and behind, so these pointers stay valid together.
            let middle = try bands[0].row(y, reader)
            Debayer.row(
                above: middle + (above - y) * width, middle, below: middle + (below - y) * width, width: width,
                pattern: pattern.shifted(x: 0, y: y), into: colourRow)
        } else {
            for channel in 0..<3 {
                let source = try bands[channel].row(y, reader)
                for x in 0..<width { colourRow[3 * x + channel] = source[x] }
            }
        }
        guard grey else { return UnsafePointer(colourRow) }
        for x in 0..<width {
            colourRow[x] = 0.299 * colourRow[3 * x] + 0.587 * colourRow[3 * x + 1] + 0.114 * colourRow[3 * x + 2]
        }
        return UnsafePointer(colourRow)
    }

    /// Writes the picture as a new FITS file of 8 bit, 16 bit unsigned, or float where neither holds its values.
    func write(to path: String, cards: [FITSCard]) throws {
        let header = reader.info.header
        let isUnsigned16 =
            reader.info.bitpix == 16 && (header.double("BZERO") ?? 0) == 32768 && (header.double("BSCALE") ?? 1) == 1
            && header["BLANK"] == nil
        let sample: FITSSample = isEightBit ? .u8 : (isUnsigned16 ? .u16 : .f32)
        try FITSImageWriter.write(
            path: path, width: width, height: height, planes: channels, sample: sample, cards: cards
        ) { [self] plane, y, out in
            let step = pattern == nil ? 1 : 3
            let source = pattern == nil ? try bands[plane].row(y, reader) : try row(y, grey: false) + plane
            switch sample {
            case .u8: fill(out.assumingMemoryBound(to: UInt8.self), source, step)
            case .u16: fill(out.assumingMemoryBound(to: UInt16.self), source, step)
            case .f32: fill(out.assumingMemoryBound(to: Float.self), source, step)
            }
        }
    }

    private func fill<Sample: PixelSample>(_ out: UnsafeMutablePointer<Sample>, _ source: UnsafePointer<Float>, _ step: Int) {
        for x in 0..<width { out[x] = Sample(nearest: source[x * step]) }
    }
}
