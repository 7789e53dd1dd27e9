import CWebP

/// Writes animated WebP files.
enum WebPAnimation {
    static func write(_ frames: [CanvasBuffer], seconds: Double, quality: Int, path: String) throws {
        guard let size = frames.first?.size else { return }
        try WebPEncoder.checkSize(size, path: path)
        var options = WebPAnimEncoderOptions()
        guard WebPAnimEncoderOptionsInit(&options) != 0,
            var configuration = WebPEncoder.configuration(quality: quality, chroma: .full)
        else { throw PictureError.unwritten(path, "libwebp is of another version") }
        options.anim_params.loop_count = 0  // for ever
        guard let encoder = WebPAnimEncoderNew(Int32(size.width), Int32(size.height), &options) else {
            throw PictureError.unwritten(path, "no memory for the animation")
        }
        defer { WebPAnimEncoderDelete(encoder) }
        func check(_ status: Int32) throws {
            guard status != 0 else { throw PictureError.unwritten(path, String(cString: WebPAnimEncoderGetError(encoder))) }
        }
        func time(_ frame: Int) -> Int32 { Int32((Double(frame) * seconds * 1000).rounded()) }
        for (index, frame) in frames.enumerated() {
            var picture = WebPPicture()
            guard WebPPictureInit(&picture) != 0 else { throw PictureError.unwritten(path, "libwebp is of another version") }
            defer { WebPPictureFree(&picture) }
            picture.use_argb = 1
            guard WebPEncoder.load(PixelRows(frame), into: &picture) else {
                throw PictureError.unwritten(path, "no memory for a frame")
            }
            try check(WebPAnimEncoderAdd(encoder, &picture, time(index), &configuration))
        }
        // When the last frame ends.
        try check(WebPAnimEncoderAdd(encoder, nil, time(frames.count), nil))
        var file = WebPData()
        WebPDataInit(&file)
        defer { WebPDataClear(&file) }
        try check(WebPAnimEncoderAssemble(encoder, &file))
        try FileOutput.write([UnsafeRawBufferPointer(start: file.bytes, count: file.size)], path: path)
    }
}
