import Foundation

/// A picture in memory: rows from the first one down, pixels interleaved, no padding between rows.
///
/// Sendable because the samples are written only by the function that makes the buffer, before it hands it on, and
/// never again; who fills one of their own does so before sharing it.
public final class PixelBuffer: @unchecked Sendable {
    public let size: PixelSize
    /// 1 (grey) or 3 (red, green, blue).
    public let channels: Int
    public let sample: SampleType
    public let rowBytes: Int
    /// All samples, `rowBytes * size.height` bytes; valid as long as the buffer.
    public let bytes: UnsafeMutableRawBufferPointer
    /// How often the decoder met damage and went on; 0 for a clean picture.
    public internal(set) var warnings = 0

    public var width: Int { size.width }
    public var height: Int { size.height }

    /// A black picture. Sizes from outside are checked against the limit before they come here.
    public init(size: PixelSize, channels: Int, sample: SampleType) {
        precondition(size.width > 0 && size.height > 0 && (channels == 1 || channels == 3), "no such picture")
        self.size = size
        self.channels = channels
        self.sample = sample
        rowBytes = size.width * channels * sample.bytes
        let count = rowBytes * size.height
        guard let memory = calloc(count, 1) else { preconditionFailure("no memory for \(count) bytes of pixels") }
        bytes = UnsafeMutableRawBufferPointer(start: memory, count: count)
    }

    deinit { free(bytes.baseAddress) }

    /// The samples of one row.
    public func row<T>(_ y: Int, as type: T.Type = T.self) -> UnsafeMutableBufferPointer<T> {
        precondition(y >= 0 && y < size.height && MemoryLayout<T>.size == sample.bytes, "no such row")
        return UnsafeMutableRawBufferPointer(rebasing: bytes[y * rowBytes..<(y + 1) * rowBytes]).bindMemory(to: T.self)
    }

    /// All samples.
    public func samples<T>(as type: T.Type = T.self) -> UnsafeMutableBufferPointer<T> {
        precondition(MemoryLayout<T>.size == sample.bytes, "samples of another type")
        return bytes.bindMemory(to: T.self)
    }

    func rowPointer(_ y: Int) -> UnsafeMutableRawPointer {
        // The buffer is never empty, so it has a base address.
        UnsafeMutableRawPointer(bytes.baseAddress.unsafelyUnwrapped) + y * rowBytes
    }
}
