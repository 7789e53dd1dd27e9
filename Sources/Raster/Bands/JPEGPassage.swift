import CJPEG
import Foundation
import Threads

/// From one JPEG file into another in bands of rows: some of the picture is decoded while what came before is changed and encoded, and
/// no more than a few bands are in memory.
public enum JPEGPassage {
    /// Rows of a band: whole blocks of every kind of subsampling, and little enough to stay in the cache.
    static let rows = 128

    /// Upright pictures in grey or colour.
    public static func takes(_ facts: PictureFacts) -> Bool {
        facts.format == .jpeg && facts.orientation == .up && facts.channels < 4 && max(facts.size.width, facts.size.height) <= 65500
    }

    /// Writes the changed picture as JPEG. Blocks, and uses a second thread.
    ///
    /// - Parameter change: gets each band in turn, and the row of the picture it begins with. The last one may have fewer rows of the
    ///   picture than it has itself.
    /// - Returns: what of the metadata the file could not take, in words.
    /// - Throws: `PictureError`, and what `change` throws.
    public static func run(
        from source: String, facts: PictureFacts, to target: String, settings: OutputSettings,
        _ change: (_ band: CanvasBuffer, _ top: Int) throws -> Void
    ) throws -> [String] {
        let size = facts.size
        let (metadata, leftOut) = (settings.metadata ?? PictureMetadata()).fitted(to: size, channels: 3)
        let (segments, tooLarge) = JPEGSegments.segments(for: metadata)
        let encoder = try JPEGEncoder(
            path: target, size: size, layout: .bgrx, quality: settings.usedQuality, chroma: settings.usedChroma, segments: segments)
        let ring = BandRing(size: PixelSize(width: size.width, height: min(rows, size.height)))
        let decoding = SideThread { try decode(source, facts, into: ring) }
        do {
            for (number, top) in stride(from: 0, to: size.height, by: rows).enumerated() {
                guard let band = ring.toEmpty(number) else { break }
                try change(band, top)
                try encoder.append(
                    UnsafePointer(band.rowPointer(0)), rowBytes: band.rowBytes, count: min(rows, size.height - top))
                ring.emptied()
            }
        } catch {
            ring.stop()
            _ = try? decoding.value()
            throw error
        }
        // Before the file is finished: an error of the decoder leaves no whole file behind.
        try decoding.value()
        try encoder.finish()
        return leftOut + tooLarge
    }

    private static func decode(_ path: String, _ facts: PictureFacts, into ring: BandRing) throws {
        // Whoever waits for a band that will not come.
        defer { ring.stop() }
        try RasterReader.naming(path) {
            let reader = try JPEGFile.reader(path: path, facts: facts)
            let (size, _) = try reader.start(reduceBy: 1, as: CJPEG_AS_BGRX)
            var isBroken = false
            for (number, top) in stride(from: 0, to: size.height, by: rows).enumerated() {
                guard let band = ring.toFill(number) else { return }
                let count = min(rows, size.height - top)
                var got = 0
                if !isBroken {
                    got = try reader.read(count, into: band.rowPointer(0), rowBytes: band.rowBytes, row: top, of: size.height)
                    isBroken = got < count
                }
                // What the damaged file does not have is black.
                if got < count { memset(band.rowPointer(got), 0, (count - got) * band.rowBytes) }
                ring.filled()
            }
        }
    }
}
