public import ArgumentParser
import Foundation
import Sky
public import SkySample

extension SampleProjection: ExpressibleByArgument {
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Render a star field with known truth.",
        discussion: "Prints the true solution as JSON. Listed stars come from the index files of ASTROBASE_INDEX_DIR.")

    @OptionGroup var homeOptions: HomeOptions
    @Option(help: "Right ascension of the picture's middle, degrees.") var ra: Double
    @Option(parsing: .unconditional, help: "Declination of the picture's middle, degrees.") var dec: Double
    @Option(help: "Width of the field in degrees.") var field: Double
    @Option(help: "Pixels, such as 1800x1200.") var size: String
    @Option(parsing: .unconditional, help: "The picture's up, degrees east of north.") var rotation = 0.0
    @Flag(help: "Mirror the picture.") var mirror = false
    @Option(help: "TAN, STG, ARC, ZEA or SIN.") var projection = SampleProjection.tan
    @Option(parsing: .unconditional, help: "Percent at the corners; negative is barrel.") var distortion = 0.0
    @Option(help: "Percent of the listed stars that are left out.") var missing = 0.0
    @Option(name: .customLong("false"), help: "Percent of stars added where there are none.") var falseStars = 0.0
    @Option(help: "EXIF orientation 1 to 8.") var orientation = 1
    @Option(help: "Bits per sample: 8 or 16.") var depth = 8
    @Option(help: "The same seed gives the same picture.") var seed: UInt64 = 1
    @Option(help: "The file to write: .jpg, .png, .tif or .fits.", completion: .file()) var out: String
    @Flag(help: "Accepted for symmetry: the truth is always JSON.") var json = false

    func validate() throws { _ = try pixels() }

    func run() async throws {
        let pixels = try pixels()
        guard (0..<360).contains(ra), (-90...90).contains(dec) else {
            throw ValidationError("--ra takes 0 to 360 and --dec -90 to 90 degrees.")
        }
        var request = SampleRequest(
            centre: SkyPosition(ra: ra, dec: dec), field: field, width: pixels.width, height: pixels.height, out: out)
        request.rotation = rotation
        request.mirror = mirror
        request.projection = projection
        request.distortion = distortion
        request.missing = missing
        request.falseStars = falseStars
        request.orientation = orientation
        request.depth = depth
        request.seed = seed
        request.indexFolder = try Settings.read().indexFolder
        do {
            try printJSON(try SampleSky.render(request))
        } catch let error as SampleError {
            throw PlainError(error.message)
        }
    }

    private func pixels() throws -> (width: Int, height: Int) {
        let parts = size.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]) else {
            throw ValidationError("--size is \"\(size)\"; it takes pixels such as 1800x1200.")
        }
        return (width, height)
    }
}
