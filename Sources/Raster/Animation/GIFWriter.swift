import CGIF
import Foundation

/// Writes GIF files whose frames share one palette.
enum GIFWriter {
    static func write(_ frames: [CanvasBuffer], seconds: Double?, path: String) throws {
        guard let size = frames.first?.size else { return }
        guard max(size.width, size.height) <= 65535 else {
            throw PictureError(
                .unsupported, "\(path): a GIF file has at most 65535 pixels a side, not \(size.width) x \(size.height)")
        }
        var mapper = PaletteMapper(Palette(of: frames))
        var error: Int32 = 0
        // Opened here: giflib would make a file that only its owner can read.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw PictureError.unwritten(path, String(cString: strerror(errno))) }
        guard let gif = EGifOpenFileHandle(descriptor, &error) else {
            close(descriptor)
            throw failure(path, error)
        }
        var isOpen = true
        defer { if isOpen { EGifCloseFile(gif, nil) } }
        func check(_ status: Int32) throws {
            guard status == GIF_OK else { throw failure(path, gif.pointee.Error) }
        }
        // The number of colours must be a power of two.
        var colours = mapper.palette.colours.map { GifColorType(Red: $0.red, Green: $0.green, Blue: $0.blue) }
        let bits = (1...8).first { 1 << $0 >= colours.count } ?? 8
        colours += Array(repeating: GifColorType(Red: 0, Green: 0, Blue: 0), count: 1 << bits - colours.count)
        guard let map = GifMakeMapObject(Int32(colours.count), colours) else { throw PictureError.unwritten(path, "no memory") }
        defer { GifFreeMapObject(map) }
        EGifSetGifVersion(gif, true)
        try check(EGifPutScreenDesc(gif, Int32(size.width), Int32(size.height), 8, 0, map))
        if frames.count > 1 { try putLoop(gif, check) }
        var row = [UInt8](repeating: 0, count: size.width)
        for frame in frames {
            if let seconds {
                // How long, in 1/100 s.
                let delay = Int((seconds * 100).rounded())
                let control: [UInt8] = [0, UInt8(delay & 255), UInt8(delay >> 8), 0]
                try check(EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, 4, control))
            }
            try check(EGifPutImageDesc(gif, 0, 0, Int32(size.width), Int32(size.height), false, nil))
            for y in 0..<size.height {
                mapper.map(UnsafePointer(frame.rowPointer(y)), y: y, into: &row)
                try check(EGifPutLine(gif, &row, Int32(size.width)))
            }
        }
        isOpen = false
        guard EGifCloseFile(gif, &error) == GIF_OK else { throw failure(path, error) }
    }

    /// The block of Netscape's that makes frames repeat for ever.
    private static func putLoop(_ gif: UnsafeMutablePointer<GifFileType>, _ check: (Int32) throws -> Void) throws {
        try check(EGifPutExtensionLeader(gif, APPLICATION_EXT_FUNC_CODE))
        try check(EGifPutExtensionBlock(gif, 11, Array("NETSCAPE2.0".utf8)))
        try check(EGifPutExtensionBlock(gif, 3, [1, 0, 0] as [UInt8]))
        try check(EGifPutExtensionTrailer(gif))
    }

    private static func failure(_ path: String, _ error: Int32) -> PictureError {
        PictureError.unwritten(path, GifErrorString(error).map { String(cString: $0) } ?? "GIF error \(error)")
    }
}
