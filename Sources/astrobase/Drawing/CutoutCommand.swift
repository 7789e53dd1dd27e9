import Annotation
import ArgumentParser
import Foundation
import Imaging
import Raster
import Sky
import WCS

struct CutoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cutout", abstract: "Cut a square out of a solved picture, north up and east left.",
        discussion: """
            Cutouts of one position, field and size lie on the same grid whatever picture they come from, so that they can be \
            compared pixel by pixel.
            """)

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "JPEG, PNG, TIFF, FITS or camera raw.", completion: .file()) var picture: String
    @Option(help: "The FITS file with the solution.", completion: .file()) var wcs: String
    @Option(help: "Right ascension of the middle, degrees.") var ra: Double
    @Option(parsing: .unconditional, help: "Declination of the middle, degrees.") var dec: Double
    @Option(help: "Side of the square in degrees.") var field: Double
    @Option(help: "Side of the square in pixels.") var size: Int
    @Option(help: "The file to write: .jpg, .png, .tif, .webp or .fits.", completion: .file()) var out: String
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard (0..<360).contains(ra) else { throw ValidationError("--ra is \(ra); it takes degrees from 0 to 360.") }
        guard (-90...90).contains(dec) else { throw ValidationError("--dec is \(dec); it takes degrees from -90 to 90.") }
        try House.refuse(overwriting: [picture, wcs], by: [out])
    }

    func run() async throws {
        let work = self
        let begin = ContinuousClock.now
        let report = try await House.imaging {
            try CutoutMaker.cut(
                picture: work.picture, wcs: try House.solution(work.wcs), centre: SkyPosition(ra: work.ra, dec: work.dec),
                fieldDegrees: work.field, size: work.size, to: work.out)
        }
        let shown = CutoutOutcome(report, of: picture, out: out, seconds: (ContinuousClock.now - begin).seconds)
        if json { try printJSON(shown) } else { printLine(shown.description) }
    }
}

/// What `astrobase cutout --json` says; the keys are a contract.
private struct CutoutOutcome: Encodable, CustomStringConvertible {
    var file: String
    var out: String
    /// Degrees.
    var ra: Double
    var dec: Double
    var field: Double
    /// Pixels.
    var size: Int
    /// How much of it the picture shows, 0 … 1.
    var coverage: Double
    /// Where the middle is in the upright picture, pixels.
    var x: Double
    var y: Double
    /// Pixels of the picture for one of the cutout.
    var reduction: Double
    var bitsPerSample: Int
    var notes: [String]
    /// Without the start of the program.
    var seconds: Double

    init(_ report: CutoutReport, of file: String, out: String, seconds: Double) {
        self.seconds = seconds
        (self.file, self.out) = (file, out)
        (ra, dec) = (report.grid.centre.ra, report.grid.centre.dec)
        (field, size) = (report.grid.fieldDegrees, report.grid.size)
        coverage = report.coverage
        (x, y) = (report.pixel.x, report.pixel.y)
        reduction = report.ratio
        bitsPerSample = report.sample.bytes * 8
        notes = report.notes
    }

    var description: String {
        let shown = String(format: "%.1f", coverage * 100)
        return (["\(out): \(size) × \(size) pixels of \(field)°, \(shown) % inside the picture"] + notes.map { "  \($0)" })
            .joined(separator: "\n")
    }
}
