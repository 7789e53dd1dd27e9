/// A picture to be drawn on: 8 bit, four bytes a pixel in the order blue, green, red, unused, rows from the top.
///
/// It is what cairo calls RGB24 on a little-endian machine, and what libjpeg-turbo reads and writes directly: decoder, drawing and
/// encoder share this one buffer.
///
/// Sendable because one function at a time writes into it, and hands it on when done.
public final class CanvasBuffer: @unchecked Sendable {
    public let size: PixelSize
    public let rowBytes: Int
    private let memory: PageMemory
    /// Valid as long as the buffer.
    public let bytes: UnsafeMutableRawBufferPointer
    /// How often the decoder met damage and went on; 0 for a clean picture.
    public internal(set) var warnings = 0

    public var width: Int { size.width }
    public var height: Int { size.height }

    /// A black picture. Sizes from outside are checked against the limit before they come here.
    public init(size: PixelSize) {
        precondition(size.width > 0 && size.height > 0, "no such picture")
        self.size = size
        rowBytes = size.width * 4
        memory = PageMemory(count: rowBytes * size.height)
        bytes = memory.bytes
    }

    public func rowPointer(_ y: Int) -> UnsafeMutablePointer<UInt8> {
        // The buffer is never empty, so it has a base address.
        (bytes.baseAddress.unsafelyUnwrapped + y * rowBytes).assumingMemoryBound(to: UInt8.self)
    }
}
