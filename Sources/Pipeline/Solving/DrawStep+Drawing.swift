import Annotation
import FITS
import Foundation
import Imaging
import Observations
import Raster
import StarIndex
import WCS

extension DrawStep {
    /// A solved picture's files.
    struct Solved: Sendable {
        var picture: String
        var facts: PictureFacts
        var header: FITSHeader
        /// Upright, FITS rows in the file's order.
        var wcs: WCS
        var corr: String?
        var axy: String?
        var date: Date?
    }

    nonisolated func solved(_ observation: Observation) throws -> Solved {
        func path(_ type: String) throws -> String? {
            guard let product = observation.products.first(where: { $0.type == type }) else { return nil }
            return try archive.existingFile(ArchivePath("\(observation.taskID)/\(product.filename)")).path
        }
        guard let picture = try path("raw"), let solution = try path("wcs_fits") else {
            throw JobError("observation \(observation.taskID) has no raw file or no solution")
        }
        let facts = try inspector.facts(path: picture, limitMegapixels: configuration.limitMegapixels)
        let header = try FITSHeader(parsing: Data(contentsOf: URL(fileURLWithPath: solution)))
        let size = facts.uprightSize
        return Solved(
            picture: picture, facts: facts, header: header,
            wcs: try WCS(header: header, width: size.width, height: size.height, frame: .upright),
            corr: try path("corr_fits"), axy: try path("stars_fits"), date: observation.date)
    }

    nonisolated func draw(_ name: ProductName, _ solved: Solved, limit: Double?, to path: String) throws {
        let chart: SkyChart
        switch name.type {
        case "sky_globe":
            chart = try SkyChart.globe(round: solved.wcs.centre, size: PixelSize(width: 1024, height: 512))
        case "sky_plot":
            chart = try SkyChart.plot(
                round: solved.wcs.centre, radius: solved.wcs.radius, size: PixelSize(width: 1024, height: 1024))
        default:
            var options = AnnotationOptions()
            options.grid = .equatorial
            options.info = limit.map { [InfoRow("Faintest star", String(format: "%.1f mag", $0))] } ?? []
            options.deepSky = catalog != nil
            options.namedStars = catalog != nil
            options.constellations = catalog != nil
            _ = try PictureAnnotator(catalog: catalog, limitMegapixels: configuration.limitMegapixels).annotate(
                picture: solved.picture, wcs: solved.header, options: options, to: .init(picture: path))
            return
        }
        try PictureOutput.write(chart.canvas(showing: solved.wcs, catalog: catalog), to: path, as: .jpeg)
    }

    /// Nil where too few of the matched stars have a known magnitude.
    nonisolated func limitingMagnitude(_ observation: Observation, _ solved: Solved) throws -> Double? {
        guard let corr = solved.corr else { return nil }
        let source = SolverStars(
            catalog: catalog, index: StarIndexFile.matching(observation.solution?.index, in: indexFolder))
        let stars = try source.matched(FITSTable(path: corr), wcs: solved.wcs, date: solved.date)
        let others = try solved.axy.map { SolverStars.places(try FITSTable(path: $0)) } ?? []
        let limit = try LimitingMagnitude.measure(path: solved.picture, facts: solved.facts, stars: stars, others: others)
        return limit.map { ($0 * 100).rounded() / 100 }
    }
}
