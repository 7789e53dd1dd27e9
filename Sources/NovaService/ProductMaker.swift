import Annotation
import Catalogs
import FITS
import Foundation
import Imaging
import Pictures
import Raster
import Sky
import WCS

/// Makes the files that are drawn or converted only when somebody asks for them. Blocks.
struct ProductMaker: Sendable {
    let catalog: (any SkyCatalog)?
    let limitMegapixels: Int

    /// Pixels of the longer side: nova's pages show pictures as large as that.
    private static let display = 640
    private static let thumbnail = 235

    /// - Parameters:
    ///   - folder: of the solved picture's files.
    ///   - picture: what was solved.
    ///   - large: a smaller picture's source.
    func make(_ product: NovaProduct, picture: String, folder: URL, large: URL?, to target: String) throws {
        func file(_ product: NovaProduct) -> URL { folder.appending(path: product.filename) }
        if let large {
            return try shrink(large.path, to: Self.display, as: product.contentType == "image/png" ? .png : .jpeg, target)
        }
        switch product {
        case .wcs, .rdls, .axy, .corr, .image: throw NovaError.unknown("There is no such file.")
        case .smallAnnotated, .smallGrid, .smallRedGreen, .smallExtraction: throw NovaError.unknown("There is no such file.")
        case .starPlaces: try placeStars(file(.wcs), file(.axy), to: target)
        case .thumbnail:
            _ = try facts(picture)
            try shrink(picture, to: Self.thumbnail, as: .jpeg, target)
        case .newFITS:
            let sky = try SolvedSky(wcs: file(.wcs), picture: try facts(picture))
            let transform = try transform(picture)
            try PictureFile.writeFITS(
                path: picture, facts: try facts(picture), to: target, cards: try sky.wcs.reoriented(transform).solutionCards)
        case .annotated, .grid:
            var options = AnnotationOptions()
            options.grid = product == .grid ? .equatorial : nil
            options.deepSky = catalog != nil
            options.namedStars = catalog != nil
            options.constellations = catalog != nil && product == .annotated
            _ = try facts(picture)
            _ = try PictureAnnotator(catalog: catalog, limitMegapixels: limitMegapixels).annotate(
                picture: picture, wcs: try FITSHeader(parsing: Data(contentsOf: file(.wcs))), options: options,
                to: .init(picture: target, format: .jpeg))
        case .redGreen, .extraction:
            var marks: [(places: [PixelPoint], colour: Colour, radius: Double)] = [
                (try places(ofTable: file(.axy), picture), Colour(1, 0.2, 0.2), 6)
            ]
            if product == .redGreen {
                let sky = try SolvedSky(wcs: file(.wcs), picture: nil)
                let table = try FITSTable(path: file(.rdls).path)
                let positions = zip(table["RA"] ?? [], table["DEC"] ?? []).map { SkyPosition(ra: $0, dec: $1) }
                let stored = try sky.wcs.pixels(positions).compactMap { $0 }
                marks.append((try shown(stored, picture), Colour(0.2, 1, 0.2), 4))
            }
            try draw(marks, on: picture, to: target)
        case .skyPlot0, .skyPlot1, .skyPlot2, .skyPlot3:
            try chart(product, try SolvedSky(wcs: file(.wcs), picture: nil).wcs, to: target)
        }
    }

    private func facts(_ picture: String) throws -> PictureFacts {
        do {
            return try PictureFile.facts(path: picture, limitMegapixels: limitMegapixels)
        } catch {
            throw NovaError.unknown("A list of stars was handed in; there is no picture to be shown.")
        }
    }

    private func transform(_ picture: String) throws -> FrameTransform { FrameTransform(try facts(picture)) }

    /// The table of stars as places in the sky.
    private func placeStars(_ wcs: URL, _ axy: URL, to target: String) throws {
        let places = SolverStars.places(try FITSTable(path: axy.path))
        let sky = try SolvedSky(wcs: wcs, picture: nil).wcs.sky(places)
        func column(_ name: String, _ values: [Double]) -> FITSColumn {
            FITSColumn(name: name, unit: "deg", storage: .double, values: .numbers(values))
        }
        try FITSTable(
            columns: [column("RA", sky.map { $0?.ra ?? .nan }), column("DEC", sky.map { $0?.dec ?? .nan })], rowCount: sky.count
        ).write(path: target)
    }

    private func places(ofTable file: URL, _ picture: String) throws -> [PixelPoint] {
        try shown(SolverStars.places(try FITSTable(path: file.path)), picture)
    }

    /// Where stored pixels are in the picture as it is shown.
    private func shown(_ stored: [PixelPoint], _ picture: String) throws -> [PixelPoint] {
        let facts = try facts(picture)
        let transform = FrameTransform(facts)
        return stored.map { point in
            let upright = transform.upright(point)
            return facts.bottomUp ? PixelPoint(x: upright.x, y: Double(facts.size.height - 1) - upright.y) : upright
        }
    }

    private func draw(
        _ marks: [(places: [PixelPoint], colour: Colour, radius: Double)], on picture: String, to target: String
    ) throws {
        let facts = try facts(picture)
        let canvas = try PictureFile.canvas(path: picture, facts: facts)
        let unit = max(1, Double(max(canvas.size.width, canvas.size.height)) / 1600)
        let all = marks.flatMap { kind in
            kind.places.map { Mark(.circle(centre: $0, radius: kind.radius * unit), stroke: Stroke(kind.colour, width: unit)) }
        }
        Canvas.draw(Drawing(size: canvas.size, layers: [Layer(.stars, marks: all)]), onto: canvas)
        try PictureOutput.write(canvas, to: target, as: .png, settings: OutputSettings())
    }

    /// Nova's four: the whole sky, and three steps nearer.
    private func chart(_ product: NovaProduct, _ wcs: WCS, to target: String) throws {
        let square = PixelSize(width: 256, height: 256)
        func plot(_ width: Double) throws -> SkyChart {
            try SkyChart.plot(round: wcs.centre, radius: wcs.radius, size: square, width: max(width, min(150, wcs.radius * 3)))
        }
        let chart =
            switch product {
            case .skyPlot1: try plot(60)
            case .skyPlot2: try plot(20)
            case .skyPlot3: try plot(5)
            default: try SkyChart.globe(round: wcs.centre, size: PixelSize(width: 256, height: 128))
            }
        try PictureOutput.write(chart.canvas(showing: wcs, catalog: catalog), to: target, as: .png, settings: OutputSettings())
    }

    private func shrink(_ picture: String, to side: Int, as format: OutputFormat, _ target: String) throws {
        let facts = try PictureFile.facts(path: picture, limitMegapixels: limitMegapixels)
        let small = try PictureFile.preview(path: picture, facts: facts, longSide: side)
        try PictureOutput.write(
            CanvasBuffer.showing(small, orientation: .up), to: target, as: format, settings: OutputSettings(quality: 88))
    }
}

extension FrameTransform {
    /// From the pixels that are stored in the file to those of the picture as it is shown.
    init(_ facts: PictureFacts) {
        self.init(exifOrientation: facts.orientation.rawValue, storedWidth: facts.size.width, storedHeight: facts.size.height)
    }
}
