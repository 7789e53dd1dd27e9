import ArgumentParser
import Foundation
import Imaging
import Raster

struct BlinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blink", abstract: "Show cutouts one after another, so that what moved or changed catches the eye.",
        discussion: """
            The cutouts are of one size, in the order given, best all of one position (`astrobase cutout`). Each carries the date \
            that its file tells. The animation runs for ever.
            """)

    @Argument(help: "At least two cutouts: JPEG, PNG, TIFF or FITS.", completion: .file()) var cutouts: [String]
    @Option(help: "The file to write: .gif or .webp.", completion: .file()) var out: String
    @Option(parsing: .unconditional, help: "How long each cutout is shown, 0.02 to 60.") var seconds = 0.8
    @Flag(inversion: .prefixedNo, help: "Write the dates into the pictures.") var dates = true
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws { try House.refuse(overwriting: cutouts, by: [out]) }

    func run() async throws {
        let work = self
        let begin = ContinuousClock.now
        let report = try await House.imaging {
            try Blink.write(
                cutouts: work.cutouts, to: work.out, seconds: work.seconds,
                labels: work.dates ? nil : work.cutouts.map { _ in "" })
        }
        let shown = BlinkOutcome(report, out: out, frameSeconds: seconds, seconds: (ContinuousClock.now - begin).seconds)
        if json { try printJSON(shown) } else { printLine(shown.description) }
    }
}

/// What `astrobase blink --json` says; the keys are a contract.
private struct BlinkOutcome: Encodable, CustomStringConvertible {
    var out: String
    /// Pixels.
    var width: Int
    var height: Int
    var frames: Int
    /// How long each is shown.
    var frameSeconds: Double
    /// What stands in each frame, "" for nothing.
    var labels: [String]
    /// Without the start of the program.
    var seconds: Double

    init(_ report: BlinkReport, out: String, frameSeconds: Double, seconds: Double) {
        (self.out, self.frameSeconds, self.seconds) = (out, frameSeconds, seconds)
        (width, height) = (report.size.width, report.size.height)
        (frames, labels) = (report.labels.count, report.labels)
    }

    var description: String { "\(out): \(frames) frames of \(width) × \(height) pixels, \(frameSeconds) s each" }
}
