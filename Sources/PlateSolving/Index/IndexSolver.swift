import Foundation
import Raster
import Sky
import StarIndex
import WCS

/// Solves one picture with index files, from its pixels to the files of the solution. Blocks.
struct IndexSolver {
    struct Over: Error {
        /// As in `SolveFailure`.
        var stars: URL?
    }

    let survey: StarSurvey
    let indexes: [FeatureIndex]
    let memory: SolveMemory
    /// Asked often; true ends the search with `Over`.
    let isOver: () -> Bool

    /// A place among the stars, as one view of the picture shows it.
    private struct Found {
        var match: FieldMatch
        var view: StarView
    }

    func solve(_ hints: SolveHints, in folder: URL, engine: String, since begin: ContinuousClock.Instant) throws -> SolveResults {
        var views: [Int: StarView] = [:]
        var clock = StageClock(since: begin)
        clock.end("decode")
        let found: Found
        do {
            found = try find(hints, &views, &clock)
        } catch var failure as SolveFailure {
            failure.stars = evidence(views, folder)
            throw failure
        } catch is Over {
            throw Over(stars: evidence(views, folder))
        }
        clock.end("match")
        let view = views[1] ?? found.view
        let stars = survey.measured(view)
        let match = found.match
        let factor = Double(found.view.factor)
        let refinement = Refinement(
            width: survey.width, height: survey.height,
            stars: stars.enumerated().map { Refinement.Star(place: SIMD2($1.x, $1.y), number: $0) }, grain: factor)
        let solution = try refinement.solution(
            of: match, map: { (match.pixels($0) + 0.5) * factor - 0.5 }, indexes: indexes)
        guard solution.matched.count >= SolutionCheck.fewestStars else {
            throw SolveFailure("Only \(solution.matched.count) stars agree with the place that was found; that may be chance.")
        }
        memory.note(solution.wcs, of: survey)
        clock.end("refine")
        var results = try writer(folder).write(solution, stars: stars, logOdds: match.logOdds, engine: engine)
        clock.end("write")
        (results.stages, results.seconds) = (clock.seconds, clock.seconds.values.reduce(0, +))
        return results
    }

    private func writer(_ folder: URL) -> SolutionWriter {
        SolutionWriter(folder: folder, width: survey.width, height: survey.height)
    }

    /// What was seen in a picture that is not solved.
    private func evidence(_ views: [Int: StarView], _ folder: URL) -> URL? {
        try? writer(folder).writeStars(views[1].map(survey.measured) ?? [])
    }

    // MARK: Finding

    private func find(_ hints: SolveHints, _ views: inout [Int: StarView], _ clock: inout StageClock) throws -> Found {
        var best: Found?
        for hint in candidates(hints) {
            if let found = try search(Self.limits(hint), IndexSearch.hinted, &views, &clock, &best) { return found }
        }
        let field = Double(max(survey.width, survey.height))
        // From a tenth of a degree to 150.
        let blind = IndexMatcher.Limits(scale: 0.0017 / field...2.6 / field)
        if let found = try search(blind, IndexSearch.rounds, &views, &clock, &best) { return found }
        if let best, best.match.logOdds >= FieldMatch.believable, best.match.stars.count >= 10 { return best }
        throw SolveFailure.noMatch(
            stars: views.values.map(\.stars.count).max() ?? 0, of: (survey.width, survey.height), indexes: indexes.map(\.info),
            hints: candidates(hints))
    }

    /// A way's search, which later rounds go on with.
    private struct Turn {
        let view: StarView
        var matcher: IndexMatcher
    }

    /// - Parameter full: limits in full pixels.
    private func search(
        _ full: IndexMatcher.Limits, _ rounds: [IndexSearch.Round], _ views: inout [Int: StarView], _ clock: inout StageClock,
        _ best: inout Found?
    ) throws -> Found? {
        var turns: [IndexSearch.Start: Turn] = [:]
        let last = Self.processorSeconds() + IndexSearch.patience
        for round in rounds {
            for way in round.ways where turns[way.start] == nil {
                turns[way.start] = try turn(way.start, full, &views, &clock)
            }
            let end = round.seconds.map { min(last, Self.processorSeconds() + $0) }
            for depth in 1...(round.ways.map(\.depth).max() ?? 1) {
                for way in round.ways where depth <= way.depth {
                    if isOver() { throw Over() }
                    if let end, Self.processorSeconds() > end { break }
                    guard turns[way.start]?.matcher.depth ?? depth < depth, let match = turns[way.start]?.matcher.step(),
                        let view = turns[way.start]?.view
                    else { continue }
                    let found = Found(match: match, view: view)
                    if match.isCertain { return found }
                    if match.logOdds > best?.match.logOdds ?? 0 { best = found }
                }
            }
        }
        return nil
    }

    /// Of this thread: how patient a search is does not depend on what else the machine does.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Nil where the picture has too few stars in this view.
    private func turn(
        _ start: IndexSearch.Start, _ full: IndexMatcher.Limits, _ views: inout [Int: StarView], _ clock: inout StageClock
    ) throws -> Turn? {
        let view = try view(start.reduction, &views, &clock)
        guard view.stars.count >= SolutionCheck.fewestStars else { return nil }
        let stars = start.order.apply(to: StarLikeness.sorted(view.stars), width: view.width, height: view.height)
        var limits = full
        limits.scale = full.scale.lowerBound * Double(view.factor)...full.scale.upperBound * Double(view.factor)
        return Turn(
            view: view,
            matcher: IndexMatcher(
                stars: stars.map { SIMD2($0.x, $0.y) }, width: view.width, height: view.height,
                indexes: indexes.filter { start.indexes.holds($0.info) }, limits: limits, partial: start.partial, isOver: isOver))
    }

    private func view(_ reduction: Int, _ views: inout [Int: StarView], _ clock: inout StageClock) throws -> StarView {
        if let seen = views[reduction] { return seen }
        if isOver() { throw Over() }
        clock.end("match")
        let view = survey.view(reduction)
        clock.end("detect")
        views[reduction] = view
        return view
    }

    private static func limits(_ hints: SolveHints) -> IndexMatcher.Limits {
        let arcsecond = Double.pi / 180 / 3600
        var limits = IndexMatcher.Limits(
            scale: (hints.scaleLow ?? 0.01) * arcsecond...max(hints.scaleLow ?? 0.01, hints.scaleHigh ?? 2000) * arcsecond)
        if let ra = hints.ra, let dec = hints.dec {
            let direction = SkyPosition(ra: ra, dec: dec).unitVector
            limits.direction = SIMD3(direction.x, direction.y, direction.z)
            limits.cone = radians(hints.radius ?? 10)
        }
        return limits
    }

    /// What is asked for first: what the user knows, what the last picture of the camera showed, what the picture's headers say.
    private func candidates(_ hints: SolveHints) -> [SolveHints] {
        let capture = SolveHints.from(capture: survey.capture, size: PixelSize(width: survey.width, height: survey.height))
        var candidates = [hints] + memory.hints(for: survey) + [capture]
        if capture.ra != nil, capture.scaleLow != nil {
            // The focal length is more often wrong than the mount.
            candidates.append(SolveHints(ra: capture.ra, dec: capture.dec, radius: capture.radius))
        }
        var seen: Set<SolveHints> = [SolveHints()]
        return candidates.filter { seen.insert($0).inserted }
    }
}
