/// The pixels of a picture to be written, as they lie in memory.
struct PixelRows {
    enum Layout {
        case grey, rgb, bgrx
    }

    let size: PixelSize
    let layout: Layout
    let sample: SampleType
    let rowBytes: Int
    let first: UnsafePointer<UInt8>
    /// Keeps the memory.
    private let owner: AnyObject

    init(_ canvas: CanvasBuffer) {
        (size, layout, sample, rowBytes) = (canvas.size, .bgrx, .u8, canvas.rowBytes)
        first = UnsafePointer(canvas.rowPointer(0))
        owner = canvas
    }

    init(_ picture: PixelBuffer) {
        (size, layout, sample) = (picture.size, picture.channels == 1 ? .grey : .rgb, picture.sample)
        rowBytes = picture.rowBytes
        first = UnsafePointer(picture.rowPointer(0).assumingMemoryBound(to: UInt8.self))
        owner = picture
    }

    /// In memory; the fourth of a canvas is left out of files.
    var channels: Int {
        switch layout {
        case .grey: 1
        case .rgb: 3
        case .bgrx: 4
        }
    }

    /// Calls with the first row's first byte, keeping the memory until it returns.
    func withMemory<R>(_ body: (UnsafePointer<UInt8>) throws -> R) rethrows -> R {
        try withExtendedLifetime(owner) { try body(first) }
    }
}
