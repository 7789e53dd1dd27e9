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
    let indexes: [StarIndexInfo]
    let folder: URL

    /// Fields that the passes look for: the longer side in degrees.
    private static let fields = 0.25...150.0
    /// Two solutions of one picture agree when their corners do to this part of the diagonal.
    private static let agreement = 0.05

    /// Tries what is known of the picture first, then the whole sky and all scales.
    ///
    /// - Throws: `SolveFailure` with the reason when nothing is found.
    func find(_ hints: SolveHints) async throws -> Found {
        var detected: [Int: (stars: [DetectedStar], width: Int, height: Int, factor: Int)] = [:]
        var doubtful: Found?
        let blind = SolvePass.blind.map { (pass: $0, hints: SolveHints()) }
        let hinted = candidates(hints).map { (pass: SolvePass.hinted, hints: $0) }
        var mostStars = 0
        for (number, step) in (hinted + blind).enumerated() {
            try Task.checkCancellation()
            let reduction = step.pass.reduction
            if detected[reduction] == nil {
                detected[reduction] = try await engine.pool.run { [picture] in
                    let (image, factor) = picture.quick(reduction: reduction)
                    return (StarDetector().stars(in: image), image.width, image.height, factor)
                }
            }
            guard let view = detected[reduction] else { continue }
            mostStars = max(mostStars, view.stars.count)
            guard view.stars.count >= SolutionCheck.fewestStars else { continue }
            guard let found = try await run(step.pass, step.hints, view, "find\(number)") else { continue }
            if found.match.logOdds >= SolutionCheck.certainLogOdds { return found }
            // Near the limit of belief: a second, different look at the picture must come to the same sky.
            if let doubtful, agree(doubtful, found) { return found }
            if let second = try await refine(found), agree(second, found) { return second }
            doubtful = doubtful ?? found
        }
        guard mostStars >= SolutionCheck.fewestStars else {
            throw SolveFailure(
                mostStars == 0
                    ? "No stars were found in the picture."
                    : "Only \(mostStars) stars were found in the picture; at least \(SolutionCheck.fewestStars) are needed.")
        }
        throw SolveFailure(
            "\(mostStars) stars were found, but no part of the sky matches them. \(Self.coverage(indexes)) "
                + "Trails, clouds, or a field that is smaller or larger are the usual reasons.")
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
            position: (centre.ra, centre.dec, max(0.5, found.solution.radius)), seconds: 12)
        let files = files(width, height, picture.detailedFactor)
        guard let match = try await run.run("fine", with: engine.program, engine.configuration.program, in: folder) else {
            return nil
        }
        let better = try await accept(match, files)
        guard let better, agree(better, found) else { return nil }
        return better
    }

    private func run(
        _ pass: SolvePass, _ hints: SolveHints,
        _ view: (stars: [DetectedStar], width: Int, height: Int, factor: Int), _ stem: String
    ) async throws -> Found? {
        let chosen = indexes.filter { pass.indexes.holds($0) }
        guard !chosen.isEmpty else { return nil }
        let longSide = Double(max(view.width, view.height))
        let low = hints.scaleLow.map { $0 * Double(view.factor) } ?? Self.fields.lowerBound * 3600 / longSide
        let high = hints.scaleHigh.map { $0 * Double(view.factor) } ?? Self.fields.upperBound * 3600 / longSide
        var position: (ra: Double, dec: Double, radius: Double)?
        if let ra = hints.ra, let dec = hints.dec { position = (ra, dec, hints.radius ?? 10) }
        let run = SolveFieldRun(
            source: .stars(Array(pass.order.apply(to: view.stars, width: view.width, height: view.height).prefix(300))),
            width: view.width, height: view.height, indexes: chosen, inParallel: pass.inParallel, depths: pass.depths,
            scaleLow: low, scaleHigh: max(high, low * 1.01), position: position, seconds: pass.seconds)
        guard let match = try await run.run(stem, with: engine.program, engine.configuration.program, in: folder) else {
            return nil
        }
        return try await accept(match, files(view.width, view.height, view.factor))
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
        let limit = Self.agreement * 2 * a.solution.radius
        return zip(a.solution.corners + [a.solution.centre], b.solution.corners + [b.solution.centre])
            .allSatisfy { $0.separation(to: $1) < limit }
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

    static func coverage(_ indexes: [StarIndexInfo]) -> String {
        guard let low = indexes.map(\.scaleLow).min(), let high = indexes.map(\.scaleHigh).max() else { return "" }
        // A field is served by features from about a tenth of its size to its size.
        return String(
            format: "The installed star indexes serve fields from about %.1f° to %.0f°.", low / 60, min(180, high / 60 * 5))
    }
}
