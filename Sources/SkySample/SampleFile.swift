import FITS
import Foundation
import Raster

/// Puts the rendered rows into a file of the wanted kind, turned as its EXIF orientation asks for.
struct SampleFile {
    let request: SampleRequest
    let format: SampleFormat
    let channels: Int

    /// The size of the picture as stored.
    static func storedSize(_ request: SampleRequest) -> (width: Int, height: Int) {
        request.orientation >= 5 ? (request.height, request.width) : (request.width, request.height)
    }

    func write(_ renderer: BandRenderer) throws {
        let stored = Self.storedSize(request)
        let buffer = PixelBuffer(
            size: PixelSize(width: stored.width, height: stored.height), channels: channels,
            sample: request.depth == 8 ? .u8 : .u16)
        try fill(buffer, renderer)
        let orientation = request.orientation == 1 ? nil : request.orientation
        switch format {
        case .jpeg: try RasterWriter.jpeg(buffer, quality: 93, path: request.out, exifOrientation: orientation)
        case .png: try RasterWriter.png(buffer, path: request.out)
        case .tiff: try RasterWriter.tiff(buffer, path: request.out, orientation: orientation)
        case .fits: try writeFITS(buffer)
        }
    }

    private func fill(_ buffer: PixelBuffer, _ renderer: BandRenderer) throws {
        guard let orientation = Orientation(rawValue: request.orientation) else {
            throw SampleError("An orientation of \(request.orientation) is not one of EXIF's 1 to 8.")
        }
        let (width, height) = (buffer.width, buffer.height)
        // The first pixel of upright row 0, and the steps to the next pixel of the row and to the next row, in stored pixels.
        let origin = (orientation.reversesColumns ? width - 1 : 0) + (orientation.reversesRows ? (height - 1) * width : 0)
        let alongColumns = orientation.reversesColumns ? -1 : 1
        let alongRows = orientation.reversesRows ? -width : width
        let (step, next) = orientation.transposes ? (alongRows, alongColumns) : (alongColumns, alongRows)
        renderer.render { row, samples in
            let start = origin + row * next
            if request.depth == 8 {
                let out: UnsafeMutableBufferPointer<UInt8> = buffer.samples()
                place(samples, into: out, start: start, step: step) { UInt8(truncatingIfNeeded: $0) }
            } else {
                let out: UnsafeMutableBufferPointer<UInt16> = buffer.samples()
                place(samples, into: out, start: start, step: step) { $0 }
            }
        }
    }

    @inline(__always)
    private func place<Sample>(
        _ samples: UnsafeMutableBufferPointer<UInt16>, into out: UnsafeMutableBufferPointer<Sample>, start: Int, step: Int,
        _ convert: (UInt16) -> Sample
    ) {
        var target = start * channels
        var source = 0
        while source < samples.count {
            for channel in 0..<channels { out[target + channel] = convert(samples[source + channel]) }
            source += channels
            target += step * channels
        }
    }

    private func writeFITS(_ buffer: PixelBuffer) throws {
        let cards = [
            FITSCard("ROWORDER", "BOTTOM-UP"), FITSCard("OBJECT", "Sample"), FITSCard("EXPTIME", 60.0, comment: "seconds"),
        ]
        let (width, channels) = (buffer.width, buffer.channels)
        try FITSImageWriter.write(
            path: request.out, width: width, height: buffer.height, planes: channels, sample: buffer.sample == .u8 ? .u8 : .u16,
            cards: cards
        ) { plane, row, out in
            if buffer.sample == .u8 {
                let line: UnsafeMutableBufferPointer<UInt8> = buffer.row(row)
                let to = out.bindMemory(to: UInt8.self, capacity: width)
                for x in 0..<width { to[x] = line[x * channels + plane] }
            } else {
                let line: UnsafeMutableBufferPointer<UInt16> = buffer.row(row)
                let to = out.bindMemory(to: UInt16.self, capacity: width)
                for x in 0..<width { to[x] = line[x * channels + plane] }
            }
        }
    }
}
