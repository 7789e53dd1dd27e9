import Annotation
public import FITS
import Foundation
import Pictures
import Raster
public import Sky
import WCS

/// Cuts a square of sky out of a picture file: north up, east left, on pixels that are the same for every picture.
public enum CutoutMaker {
    /// Writes the cutout of a position; the kind of file by its ending: jpg, png, tif, webp or fits.
    ///
    /// The depth is kept where the kind of file has it. Linear pictures for a file that has not are stretched as previews are, float
    /// ones into 16 bit in PNG. Only the part of the picture that is needed is decoded. The file appears in
    /// its place when it is whole; nothing is written on an error. Blocks.
    ///
    /// - Parameters:
    ///   - header: the picture's WCS, of our own making or from an existing archive.
    ///   - centre: see `CutoutGrid.position(ra:dec:)` for numbers from outside.
    ///   - fieldDegrees: from edge to edge.
    ///   - size: pixels in a row and in a column.
    /// - Throws: `CutoutError`, `.outside` where the picture does not show the position; `PictureError`.
    public static func cut(
        picture: String, wcs header: FITSHeader, centre: SkyPosition, fieldDegrees: Double, size: Int, to out: String
    ) throws -> CutoutReport {
        let grid = try CutoutGrid(centre: centre, fieldDegrees: fieldDegrees, size: size)
        let file = try CutoutFile(out)
        let facts = try PictureFile.facts(path: picture)
        let name = picture.split(separator: "/").last.map(String.init) ?? picture
        let wcs = try SolutionFrame.upright(header, of: facts, named: name)
        let pixel = try place(of: centre, in: wcs, name)
        let resampler = try Resampler(from: wcs, to: grid.wcs)
        guard let region = resampler.region else { throw outside(centre, wcs, name) }

        let reduction = resampler.decoderReduction
        var (part, shown) = try decode(picture, facts, region, reduction)
        let isStretched = file.isForTheEye(part.sample) && PictureFile.isLinear(part, facts)
        if isStretched { part = part.converted(to: .f32) }
        let blank: Float = isStretched || file.holdsBlanks ? .nan : 0
        let result = resampler.picture(from: part, showing: shown, reducedBy: reduction, blank: blank)
        let cutout = result.picture
        if isStretched { Stretch.apply(to: cutout) }
        var notes = isStretched ? ["stretched for the eye: only .tif and .fits keep the values of the source"] : []
        notes += try file.write(cutout, of: picture, facts, grid.wcs, isStretched: isStretched)
        return CutoutReport(
            grid: grid, coverage: result.coverage, pixel: pixel, ratio: resampler.ratio, channels: cutout.channels,
            sample: file.sample(of: cutout), isStretched: isStretched, date: facts.capture.instant, notes: notes)
    }

    /// - Throws: `CutoutError` `.outside`.
    private static func place(of centre: SkyPosition, in wcs: WCS, _ name: String) throws -> PixelPoint {
        guard let pixel = try wcs.pixel(centre), pixel.x >= -0.5, pixel.y >= -0.5, pixel.x <= Double(wcs.width) - 0.5,
            pixel.y <= Double(wcs.height) - 0.5
        else { throw outside(centre, wcs, name) }
        return pixel
    }

    private static func outside(_ centre: SkyPosition, _ wcs: WCS, _ name: String) -> CutoutError {
        let (ra, dec) = (wcs.centre.ra, wcs.centre.dec)
        func rounded(_ value: Double) -> String { String(format: "%.4f", value) }
        return CutoutError(
            .outside,
            "the position (\(rounded(centre.ra)), \(rounded(centre.dec))) is outside \(name), which shows "
                + "\(String(format: "%.2f", wcs.fieldWidth)) x \(String(format: "%.2f", wcs.fieldHeight)) degrees round "
                + "(\(rounded(ra)), \(rounded(dec)))")
    }

    /// The part of the picture, and the full pixels that it shows.
    private static func decode(
        _ path: String, _ facts: PictureFacts, _ region: PixelRegion, _ reduction: Int
    ) throws -> (PixelBuffer, PixelRegion) {
        // Decoders average blocks that are counted from the picture's first pixel.
        let (x, y) = (region.x / reduction * reduction, region.y / reduction * reduction)
        let needed = PixelRegion(x: x, y: y, width: region.x + region.width - x, height: region.y + region.height - y)
        return (try PictureFile.region(path: path, facts: facts, region: needed, reduceBy: reduction), needed)
    }
}
