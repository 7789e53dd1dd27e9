import Annotation
public import Catalogs
public import FITS
import Foundation
import Pictures
public import Raster
import Threads
import WCS

/// Draws over picture files: picture, solution and wishes go in; an annotated picture, its SVG layers and the list of what is in it
/// come out. All calls block.
public struct PictureAnnotator: Sendable {
    /// Where the results go; what is nil is not made. Files of these names are replaced, all of them or none.
    public struct Places: Sendable {
        public var picture: String?
        /// The kind of picture; nil: by the ending of `picture`.
        public var format: OutputFormat?
        public var svg: String?
        public var objects: String?
        /// A FITS header with the WCS of the picture that was written.
        public var sidecar: String?

        public init(
            picture: String?, format: OutputFormat? = nil, svg: String? = nil, objects: String? = nil, sidecar: String? = nil
        ) {
            (self.picture, self.format, self.svg, self.objects, self.sidecar) = (picture, format, svg, objects, sidecar)
        }
    }

    private let catalog: (any SkyCatalog)?
    private let limitMegapixels: Int

    /// - Parameter catalog: nil where there is none: then stars, deep-sky objects and constellations are refused.
    public init(catalog: (any SkyCatalog)?, limitMegapixels: Int = 400) {
        self.catalog = catalog
        self.limitMegapixels = limitMegapixels
    }

    /// - Parameter header: of the solution; one without frame mark speaks of the stored pixels.
    /// - Throws: `PictureError`, `WCSError`, `ImagingError`; then nothing was written.
    public func annotate(
        picture: String, wcs header: FITSHeader, options: AnnotationOptions, to places: Places
    ) throws -> AnnotationReport {
        let format = try places.format ?? places.picture.map { try Self.format(of: $0) }
        if options.deepSky || options.namedStars || options.constellations, catalog == nil {
            throw ImagingError(
                "there is no star catalogue, which deep-sky objects, star names and constellations come from: "
                    + "`astrobase doctor` says how to get it")
        }
        let facts = try PictureFile.facts(path: picture, limitMegapixels: limitMegapixels)
        let upright = try SolutionFrame.upright(header, of: facts, named: picture)
        // A FITS picture is solved in its own rows and shown with the last one on top.
        let solved = facts.bottomUp ? try upright.flippedVertically() : upright
        let wcs = options.northUp ? try NorthUp.plan(solved) : solved

        var options = options
        if let date = facts.capture.dateLabel { options.info?.insert(InfoRow("Date", date), at: 0) }
        options.stars = try options.stars.placed(from: upright, in: wcs)
        // Decoding takes far longer than finding out what to draw, and the two do not need each other.
        let sketching = SideThread { [catalog, options] in DrawingPlan(options, catalog: catalog, field: Field(wcs)).drawing() }
        var notes = facts.bitsPerSample > 8 ? [Self.depthNote(facts)] : []
        return try OutputFiles.whole { files in
            if let place = places.picture, let format {
                let settings = try OutputSettings.keeping(picture, facts, wcs, as: format)
                let draw = Drawer(picture: picture, facts: facts, solved: solved, wcs: wcs, settings: settings)
                try files.add(place) { notes += try draw.write(to: $0, as: format, sketching) }
            }
            let drawing = try sketching.value()
            if let place = places.svg { try files.add(place, text: SVGFace.write(drawing)) }
            if let place = places.objects { try files.add(place, text: String(decoding: JSONFace.data(drawing), as: UTF8.self)) }
            if let place = places.sidecar { try files.add(place) { try WCSSidecar.write(wcs, to: $0) } }
            return AnnotationReport(drawing, notes: notes)
        }
    }

    /// The kind of picture that a file's ending asks for.
    public static func format(of place: String) throws -> OutputFormat {
        let ending = URL(fileURLWithPath: place).pathExtension
        guard let format = OutputFormat(fileExtension: ending), format != .gif else {
            throw ImagingError("\(place): its ending is none of jpg, png, tif, webp")
        }
        return format
    }

    private static func depthNote(_ facts: PictureFacts) -> String {
        "the annotated picture has 8 bits a sample, its source \(facts.bitsPerSample)"
    }
}
