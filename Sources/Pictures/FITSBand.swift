import FITS
import Raster

/// Some rows of one plane of a FITS image, read ahead together, with a row before and behind them.
final class FITSBand {
    private let plane, width, height, rows: Int
    private let memory: UnsafeMutablePointer<Float>
    private var first = 0
    private var loaded = 0..<0

    init(plane: Int, width: Int, height: Int) {
        self.plane = plane
        self.width = width
        self.height = height
        rows = max(8, min(height, 1 << 20 / max(1, width))) + 2
        memory = .allocate(capacity: rows * width)
        memory.initialize(repeating: 0, count: rows * width)
    }

    deinit { memory.deallocate() }

    /// Valid until the next call; the rows above and below lie directly before and behind.
    func row(_ y: Int, _ reader: FITSImageReader) throws -> UnsafePointer<Float> {
        let needed = max(0, y - 1)..<min(height, y + 2)
        if needed.lowerBound < loaded.lowerBound || needed.upperBound > loaded.upperBound {
            loaded = 0..<0
            let wanted = needed.lowerBound..<min(height, needed.lowerBound + rows)
            do {
                try reader.readRows(
                    wanted, plane: plane, into: UnsafeMutableBufferPointer(start: memory, count: wanted.count * width))
            } catch let error as FITSError {
                throw PictureError(.damaged, error.message)
            }
            loaded = wanted
        }
        return UnsafePointer(memory) + (y - loaded.lowerBound) * width
    }
}
