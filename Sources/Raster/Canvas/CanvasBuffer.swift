import Glibc

/// A picture to be drawn on: 8 bit, four bytes a pixel in the order blue, green, red, unused, rows from the top.
///
/// It is what cairo calls RGB24 on a little-endian machine, and what libjpeg-turbo reads and writes directly: decoder, drawing and
/// encoder share this one buffer.
///
/// Sendable because one function at a time writes into it, and hands it on when done.
public final class CanvasBuffer: @unchecked Sendable {
    public let size: PixelSize
    public let rowBytes: Int
    /// Valid as long as the buffer. The row before the first may be written too: drawing makes use of it, and it is not shown.
    public let bytes: UnsafeMutableRawBufferPointer
    private let memory: UnsafeMutableRawBufferPointer
    /// How often the decoder met damage and went on; 0 for a clean picture.
    public internal(set) var warnings = 0
    /// Whether linear data were stretched for the eye: the source's colour profile does not describe them any more.
    public var isStretched = false

    public var width: Int { size.width }
    public var height: Int { size.height }

    /// A black picture. Sizes from outside are checked against the limit before they come here.
    public init(size: PixelSize) {
        precondition(size.width > 0 && size.height > 0, "no such picture")
        self.size = size
        rowBytes = size.width * 4
        // The row before the first, in whole pages, so that rows lie as they would without it.
        let ahead = (rowBytes + 4095) & ~4095
        let count = rowBytes * size.height
        // All of it is going to be written, so all its pages are asked for at once: for 96 MB that takes 40 ms instead of 52, a part
        // of decoding that can be seen. (Large pages would take 17 ms, but half a second where the system has to find them first.)
        let memory = mmap(nil, ahead + count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)
        guard let memory, memory != MAP_FAILED else { preconditionFailure("no memory for \(count) bytes of pixels") }
        self.memory = UnsafeMutableRawBufferPointer(start: memory, count: ahead + count)
        bytes = UnsafeMutableRawBufferPointer(start: memory + ahead, count: count)
    }

    deinit { munmap(memory.baseAddress, memory.count) }

    public func rowPointer(_ y: Int) -> UnsafeMutablePointer<UInt8> {
        // The buffer is never empty, so it has a base address.
        (bytes.baseAddress.unsafelyUnwrapped + y * rowBytes).assumingMemoryBound(to: UInt8.self)
    }
}
