import FITS
import Foundation
import Pictures
import PlateSolving
import Raster
import Sky
import WCS

/// What is done when the program is called by the name `astap`.
struct AstapCommand {
    let arguments: AstapArguments
    private var report: AstapReport { AstapReport(arguments: arguments) }

    static func isMeant(by program: String) -> Bool {
        ["astap", "astap_cli"].contains(URL(fileURLWithPath: program).deletingPathExtension().lastPathComponent.lowercased())
    }

    /// - Returns: the exit code.
    func run() async throws -> Int32 {
        if arguments.wantsHelp {
            printLine(AstapArguments.help)
            return 0
        }
        guard let picture = arguments.picture else {
            printError("astap: no picture is named: -f picture")
            return 0
        }
        var settings = try Settings.read()
        if let folder = arguments.starFolder { settings.indexFolder = folder }
        var log = [arguments.line]
        let code: Int32
        do {
            if arguments.analyses || arguments.extracts {
                try analyse(picture, settings)
                return 0
            }
            let solution = try await solve(picture, settings)
            log += solution.lines
            for line in solution.lines { printLine(line) }
            code = 0
        } catch {
            let failure = error as? SolveFailure ?? SolveFailure(String(describing: error))
            log += arguments.remarks + [failure.reason]
            printError("astap: \(failure.reason)")
            try write(report.failed(AstapReport.words(failure), warnings: arguments.remarks), to: arguments.file("ini"))
            code = 1
        }
        if arguments.writesLog { try write(log.map { "\($0)\n" }.joined(), to: arguments.file("log")) }
        return code
    }

    // MARK: Solving

    private func solve(_ picture: String, _ settings: Settings) async throws -> (wcs: WCS, lines: [String]) {
        let begin = ContinuousClock.now
        let facts = try facts(of: picture, settings)
        if arguments.showsProgress { printLine("\(picture): \(facts.size.width) x \(facts.size.height) pixels") }
        let folder = FileManager.default.temporaryDirectory.appending(path: "astap-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let upright = facts.format == .fits ? facts.size : facts.uprightSize
        let engine = IndexEngine(indexFolder: settings.indexFolder, limitMegapixels: settings.maxMegapixels, width: 1)
        let solved = try await House.solve(
            URL(fileURLWithPath: picture), engine: engine, hints: hints(height: upright.height), folder: folder,
            seconds: settings.solveSeconds)
        let wcs = try asStored(solved.wcs, facts)
        let linear = try LinearSolution(wcs)
        var warnings = arguments.remarks
        if let field = arguments.field, abs(wcs.fieldHeight / field - 1) > 0.1 {
            warnings.append(String(format: "The field is %.2f° high, not %.2f° as -fov says.", wcs.fieldHeight, field))
        }
        try writeHeader(wcs)
        if arguments.updates { try update(picture, facts, wcs, upright: solved.wcs) }
        // Last: who waits for it finds everything else there.
        try write(report.solved(linear, warnings: warnings), to: arguments.file("ini"))
        return (
            wcs,
            [
                String(format: "Solution found: RA %.5f° Dec %+.5f°, %.4f\"/px", wcs.centre.ra, wcs.centre.dec, wcs.pixelScale)
                    + ", \(solved.results.matchedStars ?? 0) stars matched",
                String(format: "Solved in %.1f sec.", begin.duration(to: .now).seconds),
            ] + warnings
        )
    }

    private func facts(of picture: String, _ settings: Settings) throws -> PictureFacts {
        do {
            return try PictureFile.facts(path: picture, limitMegapixels: settings.maxMegapixels)
        } catch let error as PictureError {
            throw SolveFailure(error.message, cause: .unreadable)
        }
    }

    private func hints(height: Int) -> SolveHints {
        var hints = SolveHints()
        if let ra = arguments.ra, let distance = arguments.southPoleDistance {
            (hints.ra, hints.dec, hints.radius) = ((ra * 15).truncatingRemainder(dividingBy: 360), distance - 90, arguments.radius ?? 10)
        }
        if let field = arguments.field, height > 0 {
            let scale = field * 3600 / Double(height)
            (hints.scaleLow, hints.scaleHigh) = (scale * 0.85, scale * 1.18)
        }
        return hints
    }

    /// The solution in the pixels that ASTAP speaks of: as stored, and y counted from the bottom except in FITS files.
    private func asStored(_ wcs: WCS, _ facts: PictureFacts) throws -> WCS {
        guard facts.format != .fits else { return wcs }
        let turned = FrameTransform(
            exifOrientation: facts.orientation.rawValue, storedWidth: facts.size.width, storedHeight: facts.size.height)
        return try wcs.reoriented(turned.inverted).flippedVertically()
    }

    private func writeHeader(_ wcs: WCS) throws {
        var cards = wcs.solutionCards.filter { $0.keyword != PixelFrame.keyword }
        cards.append(FITSCard("COMMENT", nil, comment: "cmdline: \(arguments.line)"))
        let path = arguments.file("wcs")
        if arguments.writesFITSHeader {
            try FITSImageWriter.writeHeaderOnly(path: path, header: FITSHeader(cards: cards))
        } else {
            let text = FITSHeader(
                cards: [
                    FITSCard("SIMPLE", true, comment: "conforms to FITS standard"), FITSCard("BITPIX", 8),
                    FITSCard("NAXIS", 0, comment: "header only"),
                ] + cards
            ).serialized()
            let lines = stride(from: 0, to: text.count, by: 80).map { String(decoding: text[$0..<min(text.count, $0 + 80)], as: UTF8.self) }
            try write(lines.filter { !$0.allSatisfy { $0 == " " } }.joined(separator: "\n") + "\n", to: path)
        }
    }

    /// Of a FITS file only the header is changed; other pictures are written as FITS beside, their first row first.
    private func update(_ picture: String, _ facts: PictureFacts, _ wcs: WCS, upright: WCS) throws {
        if facts.format == .fits {
            try FITSHeaderUpdate.change(picture, to: wcs.solutionCards, removing: WCS.owns(keyword:))
        } else {
            let target = AstapArguments.replacingEnding(of: picture, with: "fits")
            try PictureFile.writeFITS(path: picture, facts: facts, to: target, cards: upright.solutionCards)
        }
    }

    // MARK: Measuring

    private func analyse(_ picture: String, _ settings: Settings) throws {
        let facts = try facts(of: picture, settings)
        let survey = try StarSurvey(path: picture, limitMegapixels: settings.maxMegapixels)
        let whole = PixelRegion(whole: facts.format == .fits ? facts.size : facts.uprightSize)
        let sizes = StarSizes(try PictureFile.region(path: picture, facts: facts, region: whole))
        let stars = survey.stars().compactMap { star in sizes.measured(x: star.x, y: star.y).map { (star, $0) } }
            .filter { $0.1.signalToNoise >= arguments.least }
        let diameters = stars.map(\.1.halfFluxDiameter).sorted()
        printLine(String(format: "HFD_MEDIAN=%.1f", diameters.isEmpty ? 0 : diameters[diameters.count / 2]))
        printLine("STARS=\(stars.count)")
        guard arguments.extracts else { return }
        let height = Double(survey.height)
        let rows = stars.map { star, size in
            let y = facts.format == .fits ? star.y + 1 : height - star.y
            return String(
                format: "%.4f,%.4f,%.4f,%.0f,%.0f", star.x + 1, y, size.halfFluxDiameter, size.signalToNoise, size.flux)
        }
        try write((["x,y,hfd,snr,flux"] + rows).joined(separator: "\n") + "\n", to: arguments.file("csv"))
    }

    private func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw PlainError("\(path) cannot be written: \(error.localizedDescription)")
        }
    }
}
