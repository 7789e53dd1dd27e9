/// Writes pictures that blink: several frames of one size, shown one after another for ever.
///
/// The call makes the file anew and blocks; the caller sees to placing it atomically, and removes what an error leaves behind.
public enum AnimatedPicture {
    /// - Parameters:
    ///   - seconds: how long each frame is shown.
    ///   - format: `.gif`, with one palette for all frames, or `.webp`.
    ///   - quality: 1 to 100, of WebP.
    /// - Throws: `PictureError` where the frames are of different sizes, too large, or the file system does not take the file.
    public static func write(
        frames: [CanvasBuffer], seconds: Double, to path: String, as format: OutputFormat, quality: Int = 90
    ) throws {
        guard let first = frames.first else { throw PictureError(.unsupported, "\(path): an animation of no frames") }
        if let index = frames.firstIndex(where: { $0.size != first.size }) {
            let size = frames[index].size
            throw PictureError(
                .unsupported,
                "\(path): frame \(index + 1) is \(size.width) x \(size.height) pixels, the first one \(first.width) x \(first.height)"
            )
        }
        guard seconds.isFinite, (0.02...600).contains(seconds) else {
            throw PictureError(.unsupported, "\(path): a frame is shown for 0.02 to 600 seconds, not \(seconds)")
        }
        switch format {
        case .gif: try GIFWriter.write(frames, seconds: seconds, path: path)
        case .webp: try WebPAnimation.write(frames, seconds: seconds, quality: min(100, max(1, quality)), path: path)
        default: throw PictureError(.unsupported, "\(path): animations are written as GIF or WebP, not as \(format.rawValue)")
        }
    }
}
