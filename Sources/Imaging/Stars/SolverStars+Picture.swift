public import Annotation
public import FITS
public import Foundation
public import Raster
import WCS

extension SolverStars {
    /// The stars that a picture was solved with, at their pixels in the upright picture (FITS: rows in the file's order): the table
    /// of matches where there is one, else those of the detected stars that are known.
    ///
    /// - Parameters:
    ///   - header: of the solution; the tables speak of the pixels that it speaks of.
    ///   - name: the picture's, for messages.
    ///   - date: the picture's; nil: where it says so itself, else J2000.
    /// - Throws: `ImagingError` where a table cannot be read, `CutoutError` where the solution is not this picture's.
    public func used(
        _ tables: SolutionTables, header: FITSHeader, facts: PictureFacts, named name: String, date: Date? = nil
    ) throws -> [SolverStar] {
        let wcs = try SolutionFrame.upright(header, of: facts, named: name)
        let frame =
            PixelFrame(markedIn: header) == .upright || facts.orientation == .up
            ? nil
            : FrameTransform(
                exifOrientation: facts.orientation.rawValue, storedWidth: facts.size.width, storedHeight: facts.size.height)
        let date = date ?? facts.capture.instant
        if let corr = tables.corr {
            let stars = matched(try SolutionTables.table(corr), wcs: wcs, frame: frame, date: date)
            if !stars.isEmpty { return stars }
        }
        guard let axy = tables.axy else { return [] }
        return detected(try SolutionTables.table(axy), wcs: wcs, frame: frame, date: date)
    }
}

extension [SolverStar] {
    /// The same stars in the picture as it is shown: upside down or turned.
    func placed(from solved: WCS, in shown: WCS) throws -> [SolverStar] {
        guard solved !== shown else { return self }
        return try zip(self, solved.sky(map(\.pixel))).compactMap { star, position in
            guard let position, let pixel = try shown.pixel(position) else { return nil }
            var star = star
            star.pixel = pixel
            return star
        }
    }
}
