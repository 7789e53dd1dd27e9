import ArgumentParser
import Foundation
import Logging
import PlateSolving

struct SolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve", abstract: "Say which piece of sky a picture shows.",
        discussion: "Ends with 0 when all pictures were solved, 1 when some failed, 2 on wrong usage.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "Pictures (JPEG, PNG, TIFF, FITS or camera raw), or FITS tables of stars (X, Y, FLUX).") var pictures: [String]
    @Option(help: "What solves: \(EngineChain.words). (default: ASTROBASE_ENGINE, else index)") var engine: EngineChain?
    @Option(help: "About where the centre is: right ascension in degrees.") var ra: Double?
    @Option(parsing: .unconditional, help: "About where the centre is: declination in degrees.") var dec: Double?
    @Option(help: "How far off that may be, in degrees. (default: 10)") var radius: Double?
    @Option(help: "Smallest pixel scale, arcsec per pixel.") var scaleLow: Double?
    @Option(help: "Largest pixel scale, arcsec per pixel.") var scaleHigh: Double?
    @Option(help: "Give up after this many seconds a picture. (default: ASTROBASE_SOLVE_SECONDS, else 600)")
    var timeout: Double?
    @Option(help: "Write the products (FITS picture, WCS, star tables) into this folder; of a failure the stars that were seen.")
    var out: String?
    @Flag(help: "Print one JSON object a picture.") var json = false

    func validate() throws {
        guard !pictures.isEmpty else { throw ValidationError("Name at least one picture.") }
        guard (ra == nil) == (dec == nil) else { throw ValidationError("--ra and --dec go together.") }
        guard radius == nil || ra != nil else { throw ValidationError("--radius goes with --ra and --dec.") }
        if let ra, !(0..<360 ~= ra) { throw ValidationError("--ra is \(ra); it takes degrees from 0 to 360.") }
        if let dec, !(-90...90 ~= dec) { throw ValidationError("--dec is \(dec); it takes degrees from -90 to 90.") }
        if let radius, !(radius > 0 && radius <= 180) {
            throw ValidationError("--radius is \(radius); it takes degrees, more than 0 and at most 180.")
        }
        for (name, scale) in [("--scale-low", scaleLow), ("--scale-high", scaleHigh)] {
            if let scale, !(scale > 0 && scale.isFinite) {
                throw ValidationError("\(name) is \(scale); it takes arcsec per pixel, more than 0.")
            }
        }
        if let scaleLow, let scaleHigh, scaleLow > scaleHigh {
            throw ValidationError("--scale-low is larger than --scale-high.")
        }
        if let timeout, !(timeout > 0 && timeout.isFinite) {
            throw ValidationError("--timeout is \(timeout); it takes seconds, more than 0.")
        }
    }

    func run() async throws {
        var settings = try Settings.read()
        settings.engines = engine ?? settings.engines
        let engine = try House.engine(settings)
        let hints = SolveHints(
            ra: ra, dec: dec, radius: ra == nil ? nil : radius ?? 10, scaleLow: scaleLow, scaleHigh: scaleHigh)
        let chosen = settings
        var failures = 0
        for picture in pictures {
            let report = await solve(picture, with: engine, hints: hints, settings: chosen)
            if report.status != "solved" { failures += 1 }
            if json { try printJSON(report) } else { printLine(report.description) }
        }
        if failures > 0 { throw ExitCode(1) }
    }

    private func solve(
        _ picture: String, with engine: any SolveEngine, hints: SolveHints, settings: Settings
    ) async -> SolveReport {
        let seconds = timeout ?? settings.solveSeconds
        let clock = ContinuousClock()
        let begin = clock.now
        func failed(_ reason: String) -> SolveReport {
            SolveReport(
                file: picture, failed: reason, engine: engine.name, seconds: (clock.now - begin).seconds)
        }
        do {
            let folder = FileManager.default.temporaryDirectory.appending(
                path: "astrobase-\(UUID().uuidString)", directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let source = URL(fileURLWithPath: picture)
            let solved: SolvedPicture
            do {
                solved = try await House.solve(source, engine: engine, hints: hints, folder: folder, seconds: seconds)
            } catch let failure as SolveFailure {
                if let out, let stars = failure.stars {
                    try await House.writeEvidence(
                        of: source, stars: stars, to: URL(fileURLWithPath: out, isDirectory: true), limitMegapixels: settings.maxMegapixels)
                }
                throw failure
            }
            if let out {
                try await House.writeProducts(
                    of: source, solved: solved, to: URL(fileURLWithPath: out, isDirectory: true),
                    limitMegapixels: settings.maxMegapixels)
            }
            return SolveReport(file: picture, solved: solved, seconds: (clock.now - begin).seconds)
        } catch let failure as SolveFailure {
            return failed(failure.reason)
        } catch {
            return failed(String(describing: error))
        }
    }
}

extension Duration {
    /// The duration as seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
