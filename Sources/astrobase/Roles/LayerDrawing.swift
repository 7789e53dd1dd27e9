import Annotation
import Catalogs
import FITS
import Foundation
import Imaging
import Previews

/// How the layers of the pages' viewer are drawn.
enum LayerDrawing {
    static func drawing(catalog: CatalogFile?, limitMegapixels: Int) -> PictureLayers.Drawing {
        let annotator = PictureAnnotator(catalog: catalog, limitMegapixels: limitMegapixels)
        return { layer, source, target in
            let header = try FITSHeader(parsing: Data(contentsOf: URL(fileURLWithPath: source.solution)))
            var options = AnnotationOptions()
            switch layer {
            case .grid: options.grid = .equatorial
            case .deepsky: options.deepSky = true
            case .constellations: options.constellations = true
            case .stars: options.namedStars = true
            case .solarsystem, .exoplanets, .markers: options.markers = try markers(source.markers ?? Data())
            case .wcs:
                let sidecar = target + ".fits"
                defer { try? FileManager.default.removeItem(atPath: sidecar) }
                _ = try annotator.annotate(
                    picture: source.picture, wcs: header, options: options, to: .init(picture: nil, sidecar: sidecar))
                let upright = try FITSHeader(parsing: Data(contentsOf: URL(fileURLWithPath: sidecar)))
                try numbers(upright).write(to: URL(fileURLWithPath: target))
                return
            }
            do {
                _ = try annotator.annotate(picture: source.picture, wcs: header, options: options, to: .init(picture: nil, svg: target))
            } catch let error as ImagingError {
                throw PreviewError("\(error)")
            }
        }
    }

    private static func markers(_ list: Data) throws -> [Marker] {
        do { return try MarkerList.parse(list) } catch let error as MarkerListError { throw PreviewError("\(error)") }
    }

    /// What a page needs of a header to compute positions.
    private static func numbers(_ header: FITSHeader) throws -> Data {
        var values: [String: Any] = [:]
        let names = /CTYPE[12]|CRPIX[12]|CRVAL[12]|CD[12]_[12]|LONPOLE|[AB]_(ORDER|\d_\d)/
        for keyword in Set(header.cards.map(\.keyword)) where keyword.wholeMatch(of: names) != nil {
            if let text = header.string(keyword) { values[keyword] = text } else { values[keyword] = header.double(keyword) }
        }
        return try JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
    }
}
