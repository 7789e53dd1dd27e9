import FITS
import Foundation
public import WCS

extension SolveResults {
    /// Rewrites the solution and the tables of stars for the picture's other frame. Blocks.
    ///
    /// Engines here speak of the upright picture; nova.astrometry.net passes over EXIF orientation and speaks of the stored pixels.
    ///
    /// - Parameter transform: from the pixels they speak of to the others; from upright to stored, give the inverted one.
    /// - Throws: `WCSError`, `FITSError`.
    public func reorient(_ transform: FrameTransform) throws {
        guard transform.exifOrientation != 1 else { return }
        let data = try Data(contentsOf: wcs)
        let header = try FITSHeader(parsing: data)
        let frame = PixelFrame(markedIn: header) ?? .stored
        let there = try WCS(
            header: header, width: transform.storedWidth, height: transform.storedHeight, frame: frame
        ).reoriented(transform)
        let others = header.cards.filter { card in
            !WCS.owns(keyword: card.keyword) && ![PixelFrame.keyword, "IMAGEW", "IMAGEH"].contains(card.keyword)
        }
        try FITSImageWriter.writeHeaderOnly(path: wcs.path, header: FITSHeader(cards: there.solutionCards + others))
        for (file, columns) in [(axy, [("X", "Y")]), (corr, [("field_x", "field_y"), ("index_x", "index_y")])] {
            guard let file else { continue }
            var table = try FITSTable(path: file.path)
            for (x, y) in columns {
                guard let xs = table[x], let ys = table[y] else { continue }
                // FITS counts pixels from 1.
                let places = zip(xs, ys).map { transform.upright(PixelPoint(x: $0 - 1, y: $1 - 1)) }
                try table.replace(x, with: places.map { $0.x + 1 })
                try table.replace(y, with: places.map { $0.y + 1 })
            }
            if table.primary.integer("IMAGEW") != nil {
                table.primary.set("IMAGEW", .integer(transform.uprightWidth))
                table.primary.set("IMAGEH", .integer(transform.uprightHeight))
            }
            try table.write(path: file.path)
        }
    }
}
