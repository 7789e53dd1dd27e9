import CTIFF

/// The rows of one plane, or of all planes together, of a TIFF picture as grey or RGB.
final class TIFFRows<Sample: PixelSample>: RowSource {
    let size: PixelSize
    let channels: Int
    private let reader: TIFFReader
    private let plane: Int
    private let pixels: TIFFPixels
    private let stored: UnsafeMutablePointer<UInt8>
    private let unpacked: UnsafeMutablePointer<Sample>
    private var next = 0

    /// - Parameter plane: of a picture whose planes are stored apart; nil takes whole pixels.
    init(_ reader: TIFFReader, plane: Int?) throws {
        self.reader = reader
        self.plane = plane ?? 0
        size = reader.size
        pixels = try TIFFPixels(reader, planeAlone: plane != nil)
        channels = pixels.channelsOut
        // Aligned for samples of any width.
        let raw = UnsafeMutableRawPointer.allocate(byteCount: max(1, reader.info.row_bytes), alignment: 16)
        stored = raw.bindMemory(to: UInt8.self, capacity: reader.info.row_bytes)
        stored.initialize(repeating: 0, count: reader.info.row_bytes)
        unpacked = .allocate(capacity: size.width * pixels.channelsIn)
        unpacked.initialize(repeating: Sample(nearest: 0), count: size.width * pixels.channelsIn)
    }

    deinit {
        UnsafeMutableRawPointer(stored).deallocate()
        unpacked.deallocate()
    }

    func skip(_ rows: Int, scratch: UnsafeMutablePointer<Sample>) throws {
        let entry = reader.entryRow(of: next + rows)
        let passed = next + rows - max(entry, next)
        next = max(entry, next)
        for _ in 0..<passed { try nextRow(into: scratch) }
    }

    func nextRow(into row: UnsafeMutablePointer<Sample>) throws {
        try reader.read(row: next, plane: plane, into: stored)
        next += 1
        pixels.unpack(stored, samples: size.width * pixels.channelsIn, into: unpacked)
        pixels.compose(unpacked, width: size.width, into: row)
    }
}
