import FITS
import Foundation
import Raster
import Sky
import StarIndex
import Threads
import WCS

/// The search for one picture's place in the sky.
struct SolveSearch: Sendable {
    struct Found: Sendable {
        var match: SolveFieldRun.Match
        var files: SolutionFiles
        /// At full size, upright.
        var solution: WCS
    }

    let engine: SolveFieldEngine
    let picture: StarPicture
    /// Largest features first.
    var indexes: [StarIndexInfo]
    let folder: URL

    /// Two solutions of one picture agree when their centres and corners do to these parts of the diagonal: in wide fields with
    /// few stars the distortion at the corners is little more than a guess, while another sky differs by all of it.
    private static let agreementAtCentre = 0.02
    private static let agreementAtCorners = 0.15
    /// Regular patterns, such as rows of lamps, give doubtful matches without end.
    private static let mostSecondLooks = 3
    /// More stars than these cost the solver time and tell it nothing new.
    private static let mostStars = 300

    /// Tries what is known of the picture first, then the whole sky and all scales.
    ///
    /// - Throws: `SolveFailure` with the reason when nothing is found.
    func find(_ hints: SolveHints) async throws -> Found {
        var views: [Int: StarView] = [:]
        var doubtful: Found?
        let blind = SolvePass.blind.map { (pass: $0, hints: SolveHints()) }
        let hinted = candidates(hints).map { (pass: SolvePass.hinted, hints: $0) }
        var mostStars = 0
        var secondLooks = 0
        for (number, step) in (hinted + blind).enumerated() {
            try Task.checkCancellation()
            let reduction = step.pass.reduction
            let view: StarView
            if let seen = views[reduction] { view = seen } else {
                view = try await self.view(reduction)
                views[reduction] = view
            }
            mostStars = max(mostStars, view.stars.count)
            guard view.stars.count >= SolutionCheck.fewestStars else { continue }
            guard let found = try await run(step.pass, step.hints, view, "find\(number)") else { continue }
            if found.match.logOdds >= SolutionCheck.certainLogOdds { return found }
            // Near the limit of belief: a second, different look at the picture must come to the same sky.
            if let doubtful, agree(doubtful, found) { return found }
            if secondLooks < Self.mostSecondLooks, let second = try await refine(found) { return second }
            secondLooks += 1
            doubtful = found
        }
        throw SolveFailure.noMatch(
            stars: mostStars, of: (picture.width, picture.height), indexes: indexes, hints: candidates(hints))
    }

    /// The picture's stars, of the picture made smaller by `reduction` more than usual.
    private func view(_ reduction: Int) async throws -> StarView {
        try await engine.pool.run { [picture] in StarSurvey(picture: picture).view(reduction) }
    }

    /// The solution to keep, from what was found.
    ///
    /// solve-field's own result with its own star detection where it comes to the same sky: so what Astrobase says of a picture
    /// is what solve-field says of it, and what archives solved by it hold. Else the found one, matched again with all stars.
    func best(_ found: Found) async throws -> Found {
        if let own = try await refine(found) { return own }
        let scale = found.solution.pixelScale
        let centre = found.solution.centre
        let hints = SolveHints(
            ra: centre.ra, dec: centre.dec, radius: max(0.5, found.solution.radius), scaleLow: scale * 0.95,
            scaleHigh: scale * 1.05)
        // Finest first, but not so fine that the field holds more stars than any picture of it.
        var measuring = self
        measuring.indexes = indexes.filter { $0.scaleHigh / 60 > 0.1 * found.solution.radius }.reversed()
        guard let again = try await measuring.run(.measuring, hints, try await view(1), "again"), agree(again, found),
            again.match.logOdds > found.match.logOdds
        else { return found }
        return again
    }

    /// Lets solve-field find the stars itself, told about where and at which scale.
    ///
    /// - Returns: nil where it does not come to the same result.
    func refine(_ found: Found) async throws -> Found? {
        let (width, height) = (picture.detailed.width, picture.detailed.height)
        let file = "detailed.fits"
        let path = folder.appending(path: file).path
        if !FileManager.default.fileExists(atPath: path) {
            try await engine.pool.run { [picture] in
                let buffer = picture.detailed
                try FITSImageWriter.write(
                    path: path, width: width, height: height, planes: 1, sample: .u8, cards: []
                ) { _, row, out in
                    guard let pixels = buffer.row(row, as: UInt8.self).baseAddress else { return }
                    out.copyMemory(from: pixels, byteCount: width)
                }
            }
        }
        let scale = found.solution.pixelScale * Double(picture.detailedFactor)
        let centre = found.solution.centre
        let run = SolveFieldRun(
            source: .picture(file: file), width: width, height: height, indexes: indexes, inParallel: false, depths: [],
            scaleLow: scale * 0.95, scaleHigh: scale * 1.05,
            position: (centre.ra, centre.dec, max(0.5, found.solution.radius)), seconds: 4)
        let files = files(width, height, picture.detailedFactor)
        let match: SolveFieldRun.Match?
        do {
            match = try await run.run("fine", with: engine.program, engine.configuration.program, in: folder)
        } catch is SolverBroke {
            // Its star detection needs more memory than ours, and gives up where it finds nothing.
            return nil
        }
        guard let match else { return nil }
        let better = try await accept(match, files)
        guard let better, agree(better, found) else { return nil }
        return better
    }

    /// Matches one view of the picture with the stars in the order and to the depth of a pass.
    ///
    /// - Returns: nil where nothing matched or the match is not to be believed.
    func run(_ pass: SolvePass, _ hints: SolveHints, _ view: StarView, _ stem: String) async throws -> Found? {
        let chosen = indexes.filter { pass.indexes.holds($0) }
        guard let fields = Self.fields(of: chosen) else { return nil }
        let longSide = Double(max(view.width, view.height))
        let low = hints.scaleLow.map { $0 * Double(view.factor) } ?? fields.lowerBound * 3600 / longSide
        let high = hints.scaleHigh.map { $0 * Double(view.factor) } ?? fields.upperBound * 3600 / longSide
        var position: (ra: Double, dec: Double, radius: Double)?
        if let ra = hints.ra, let dec = hints.dec { position = (ra, dec, hints.radius ?? 10) }
        let stars = pass.order.apply(to: view.stars, width: view.width, height: view.height)
        let run = SolveFieldRun(
            source: .stars(Array(stars.prefix(Self.mostStars))), width: view.width, height: view.height, indexes: chosen,
            inParallel: pass.inParallel, depths: pass.depths, scaleLow: low, scaleHigh: max(high, low * 1.01),
            position: position, seconds: pass.seconds)
        guard let match = try await run.run(stem, with: engine.program, engine.configuration.program, in: folder) else {
            return nil
        }
        return try await accept(match, files(view.width, view.height, view.factor))
    }

    /// The fields that indexes can find, longer side in degrees: from one that holds their smallest feature to one ten times the
    /// size of their largest.
    private static func fields(of indexes: [StarIndexInfo]) -> ClosedRange<Double>? {
        guard let low = indexes.map(\.scaleLow).min(), let high = indexes.map(\.scaleHigh).max() else { return nil }
        let least = max(0.05, 0.7 * low / 60)
        return least...max(2 * least, min(150, 10 * high / 60))
    }

    private func accept(_ match: SolveFieldRun.Match, _ files: SolutionFiles) async throws -> Found? {
        try await engine.pool.run {
            guard SolutionCheck.isPlausible(match, corr: files.corr(match), width: files.width, height: files.height) else {
                return nil
            }
            return Found(match: match, files: files, solution: try files.solution(match))
        }
    }

    private func files(_ width: Int, _ height: Int, _ factor: Int) -> SolutionFiles {
        SolutionFiles(
            folder: folder, width: width, height: height, factor: factor, fullWidth: picture.width,
            fullHeight: picture.height)
    }

    private func agree(_ a: Found, _ b: Found) -> Bool {
        let diagonal = 2 * a.solution.radius
        return a.solution.centre.separation(to: b.solution.centre) < Self.agreementAtCentre * diagonal
            && zip(a.solution.corners, b.solution.corners).allSatisfy {
                $0.separation(to: $1) < Self.agreementAtCorners * diagonal
            }
    }

    /// What is asked for first: what the user knows, then what the picture's headers say.
    private func candidates(_ hints: SolveHints) -> [SolveHints] {
        var candidates = [hints]
        let capture = SolveHints.from(capture: picture.capture, size: PixelSize(width: picture.width, height: picture.height))
        candidates.append(capture)
        if capture.ra != nil, capture.scaleLow != nil {
            // The focal length is more often wrong than the mount.
            candidates.append(SolveHints(ra: capture.ra, dec: capture.dec, radius: capture.radius))
        }
        var seen: Set<SolveHints> = [SolveHints()]
        return candidates.filter { seen.insert($0).inserted }
    }
}
