import Annotation
public import ArgumentParser
import Catalogs
import FITS
import Foundation
import Imaging
import Pictures
import StarIndex

struct AnnotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "annotate", abstract: "Draw coordinates, objects and markers over a solved picture.",
        discussion: """
            The solution is a FITS header as `astrobase solve --out` and astrometry.net write it. Stars, deep-sky objects and \
            constellations come from the offline catalogue; `astrobase doctor` says where that is. The WCS of the picture that is \
            written goes along in its XMP block and as NAME.wcs beside it.
            """)

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "JPEG, PNG, TIFF, FITS or camera raw.", completion: .file()) var picture: String
    @Option(help: "The FITS file with the solution.", completion: .file()) var wcs: String
    @Option(help: "The file to write: .jpg, .png, .tif or .webp.", completion: .file()) var out: String?
    @Option(defaultAsFlag: GridSystem.equatorial, help: "Coordinate grid: equatorial, galactic or ecliptic.")
    var grid: GridSystem?
    @Flag(help: "Turn the whole picture so that north is up and east is left.") var northUp = false
    @Flag(help: "The stars the solver used, with magnitudes, from the star table beside the solution.") var stars = false
    @Flag(help: "Messier, NGC and IC objects, and stars with names.") var deepSky = false
    @Flag(help: "Constellation figures, boundaries and names.") var constellations = false
    @Option(help: "A JSON list of markers with ra, dec, label, shape, size, color.", completion: .file())
    var markers: String?
    @Flag(help: "Where north and east are.") var compass = false
    @Flag(help: "A bar of known length.") var scaleBar = false
    @Flag(help: "Centre, field, scale, rotation and date.") var info = false
    @Flag(help: "What colours and shapes mean.") var legend = false
    @Option(help: "A title at the top.") var title: String?
    @Option(parsing: .unconditional, help: "The faintest objects that are named.") var magnitudeLimit: Double?
    @Option(help: "Write the drawing as SVG of the picture's size.", completion: .file()) var svg: String?
    @Option(help: "Write what is in the picture as JSON.", completion: .file()) var annotations: String?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard out != nil || svg != nil || annotations != nil else {
            throw ValidationError("Say what to write: --out, --svg or --annotations.")
        }
        try House.refuse(overwriting: [picture, wcs], by: [out, svg, annotations].compactMap(\.self))
        if let magnitudeLimit, !(-30...40 ~= magnitudeLimit) {
            throw ValidationError("--magnitude-limit is \(magnitudeLimit); it takes a magnitude.")
        }
    }

    func run() async throws {
        let settings = try Settings.read()
        let catalog = homeOptions.folder(settings).skyCatalog
        let work = self
        let begin = ContinuousClock.now
        let report = try await House.imaging {
            let header = try House.solution(work.wcs)
            let annotator = PictureAnnotator(
                catalog: try work.needsCatalog ? House.catalog(catalog) : nil, limitMegapixels: settings.maxMegapixels)
            var options = try work.options
            if work.stars { options.stars = try work.solverStars(header, catalog: catalog, settings) }
            return try annotator.annotate(picture: work.picture, wcs: header, options: options, to: work.places)
        }
        let shown = AnnotateReport(report, of: picture, out: out, seconds: (ContinuousClock.now - begin).seconds)
        if json { try printJSON(shown) } else { printLine(shown.description) }
    }

    private var needsCatalog: Bool { deepSky || constellations }

    /// The catalogue gives magnitudes; where there is none, the index files do.
    private func solverStars(_ header: FITSHeader, catalog: URL, _ settings: Settings) throws -> [SolverStar] {
        let tables = SolutionTables(beside: wcs)
        guard tables.corr != nil || tables.axy != nil else {
            throw PlainError(
                "The stars that were used are not known: beside \(wcs) there is neither a table of matches nor one of detected "
                    + "stars (NAME_corr_file.fits or NAME_axy_file.fits beside NAME_wcs_file.fits, NAME.corr or NAME.axy beside NAME.wcs)"
            )
        }
        let known = FileManager.default.fileExists(atPath: catalog.path) ? try CatalogFile(path: catalog.path) : nil
        let index = StarIndexFile.matching(header.string("INDEXNAM"), in: settings.indexFolder)
        guard known != nil || index != nil else {
            throw PlainError(
                "No magnitudes: there is no star catalogue at \(catalog.path) and no index file in \(settings.indexFolder)")
        }
        let facts = try PictureFile.facts(path: picture, limitMegapixels: settings.maxMegapixels)
        let stars = try SolverStars(catalog: known, index: index).used(tables, header: header, facts: facts, named: picture)
        guard !stars.isEmpty else {
            throw PlainError("None of the stars in the tables beside \(wcs) is known to the star catalogue or the index files.")
        }
        return stars
    }

    private var options: AnnotationOptions {
        get throws {
            var options = AnnotationOptions()
            options.grid = grid
            options.northUp = northUp
            options.deepSky = deepSky
            options.namedStars = deepSky
            options.constellations = constellations
            options.markers = try markers.map(Self.markerList) ?? []
            options.compass = compass
            options.scaleBar = scaleBar
            options.legend = legend
            options.info = info ? [] : nil
            options.title = title
            options.magnitudeLimit = magnitudeLimit
            return options
        }
    }

    private static func markerList(_ path: String) throws -> [Marker] {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw PlainError("The markers \(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { try? file.close() }
        do {
            return try MarkerList.parse(try file.read(upToCount: MarkerList.greatestByteCount + 1) ?? Data())
        } catch let error as MarkerListError {
            throw PlainError("The markers \(path): \(error)")
        }
    }

    private var places: PictureAnnotator.Places {
        // Written beside the picture, but never over the solution it was drawn with.
        let sidecar = out.map { WCSSidecar.path(beside: $0) }.flatMap { House.isSame($0, wcs) ? nil : $0 }
        return PictureAnnotator.Places(picture: out, svg: svg, objects: annotations, sidecar: sidecar)
    }
}

extension GridSystem: ExpressibleByArgument {}
