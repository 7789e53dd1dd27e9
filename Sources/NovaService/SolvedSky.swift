import Annotation
import Catalogs
import FITS
import Foundation
import Pictures
import PlateSolving
import Raster
import Sky
import WCS

/// What a solved picture shows, in nova's terms. Blocks.
struct SolvedSky {
    /// Of the pixels that the client knows: those stored in the file.
    let wcs: WCS
    private let firstRowOnTop: Bool

    /// - Parameters:
    ///   - file: the solution's header.
    ///   - picture: nil for a list of stars.
    init(wcs file: URL, picture: PictureFacts?) throws {
        let header = try FITSHeader(parsing: Data(contentsOf: file))
        guard let width = header.integer("IMAGEW"), let height = header.integer("IMAGEH") else {
            throw NovaError.unknown("The solution does not say the size of its picture.")
        }
        wcs = try WCS(header: header, width: width, height: height, frame: PixelFrame(markedIn: header) ?? .stored)
        firstRowOnTop = picture.map { $0.format != .fits } ?? false
    }

    var calibration: NovaCalibration {
        NovaCalibration(
            ra: wcs.centre.ra, dec: wcs.centre.dec, radius: wcs.radius, widthArcsec: wcs.fieldWidth * 3600,
            heightArcsec: wcs.fieldHeight * 3600, pixscale: wcs.pixelScale,
            orientation: firstRowOnTop ? 180 - wcs.orientation : wcs.orientation, parity: Double(wcs.parity))
    }

    /// Stars with names and deep-sky objects; pixels 0-based.
    func objects(_ catalog: any SkyCatalog) -> [AnnotatedObject] {
        let measure = PangoMeasure()
        var sketch = Sketch(field: Field(wcs))
        DeepSkyLayer(catalog).add(to: &sketch, measure: measure)
        NamedStarLayer(catalog).add(to: &sketch, measure: measure)
        return sketch.finished(measure: measure).objects.map { object in
            var object = object
            if object.type == "messier" { object.type = "ngc" }
            return object
        }
    }

    /// The words by which a picture is found: constellations whose figures reach in, and the names of all objects.
    func tags(_ objects: [AnnotatedObject], _ catalog: any SkyCatalog) -> [String] {
        let bounds = Field(wcs).bounds
        var tags = catalog.constellations.filter { constellation in
            let corners = constellation.lines.flatMap { $0 }
            return ((try? wcs.pixels(corners)) ?? []).contains { $0.map(bounds.contains) ?? false }
        }.map { "Part of the constellation \($0.name) (\($0.abbreviation))" }
        for object in objects {
            guard object.type == "bright" else {
                tags += object.names
                continue
            }
            let (name, more) = (object.names.first ?? "", object.names.dropFirst().first { !$0.hasPrefix("HD ") })
            tags.append("The star \(name)\(more.map { " (\($0))" } ?? "")")
        }
        var seen: Set<String> = []
        return tags.filter { seen.insert($0).inserted }
    }
}
