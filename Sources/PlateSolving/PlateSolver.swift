public import Foundation

/// What is known of a picture before it is solved. Every part may be missing, none is trusted blindly.
public struct SolveHints: Sendable, Hashable, Codable {
    /// Degrees, ICRS; the picture's centre is within `radius` degrees of it.
    public var ra: Double?
    public var dec: Double?
    public var radius: Double?
    /// Arcsec per pixel of the upright picture at full size.
    public var scaleLow: Double?
    public var scaleHigh: Double?
    /// What else is asked of a server, as its API names it; nothing to engines of this house.
    public var options: [String: SolveOption]?

    public init(
        ra: Double? = nil, dec: Double? = nil, radius: Double? = nil, scaleLow: Double? = nil, scaleHigh: Double? = nil
    ) {
        self.ra = ra
        self.dec = dec
        self.radius = radius
        self.scaleLow = scaleLow
        self.scaleHigh = scaleHigh
    }
}

/// Where a submission stands.
public enum SubmissionState: Sendable, Hashable {
    case waiting
    case solving
    case solved
    case failed(reason: String)
    /// The solver knows no such submission.
    case unknown
}

/// A solved picture's files and facts. The files stand in a folder of the solver's until the submission is discarded;
/// all pixel positions in them are of the upright picture at full size.
public struct SolveResults: Sendable, Hashable, Codable {
    /// FITS header (no data) with the solution: TAN or TAN-SIP, upright frame, full size.
    public var wcs: URL
    /// FITS table of the detected stars (X, Y, FLUX, BACKGROUND).
    public var axy: URL?
    /// FITS table of the matched stars.
    public var corr: URL?
    /// FITS table of the index stars in the field (RA, DEC …).
    public var rdls: URL?
    public var matchedStars: Int?
    public var logOdds: Double?
    /// The index file that matched.
    public var index: String?
    public var engine: String
    public var seconds: Double
    /// Where they went, where the engine tells.
    public var stages: [String: Double]?
    /// Of the solver that made them, as `PlateSolver.address`.
    public var address: String?

    public init(
        wcs: URL, axy: URL? = nil, corr: URL? = nil, rdls: URL? = nil, matchedStars: Int? = nil, logOdds: Double? = nil,
        index: String? = nil, engine: String, seconds: Double, stages: [String: Double]? = nil
    ) {
        self.wcs = wcs
        self.axy = axy
        self.corr = corr
        self.rdls = rdls
        self.matchedStars = matchedStars
        self.logOdds = logOdds
        self.index = index
        self.engine = engine
        self.seconds = seconds
        self.stages = stages
    }
}

/// A place that solves pictures: hand one in, ask how it stands, fetch what came out.
///
/// Every call can be repeated after a crash on either side.
public protocol PlateSolver: Sendable {
    /// The engine's name in records and on the command line, such as `solve-field`.
    var name: String { get }
    /// Where the results come from, for the record's `astrometry_url`.
    var address: String { get }

    /// Hands in a picture. The same `key` twice gives the same submission, once.
    func submit(picture: URL, key: String, hints: SolveHints) async throws -> String
    func state(of submission: String) async throws -> SubmissionState
    /// - Throws: when the submission is not solved or its results are not whole.
    func results(of submission: String) async throws -> SolveResults
    /// The stars that were seen in a picture that was not solved, as `SolveResults.axy`; nil where the solver does not tell.
    func detectedStars(of submission: String) async throws -> URL?
    /// The results were taken over, or nobody wants them: the solver may forget them.
    func discard(_ submission: String) async throws
}

/// One way to solve a picture here and now.
public protocol SolveEngine: Sendable {
    var name: String { get }

    /// Solves a picture file.
    ///
    /// - Parameters:
    ///   - picture: any format the house reads; solved upright.
    ///   - folder: an existing folder of its own; the results' files are left there.
    ///   - timeout: seconds of wall time after which it gives up.
    /// - Throws: `SolveFailure` when it was not solved, `CancellationError` when the task was cancelled (no child is left then).
    func solve(picture: URL, hints: SolveHints, in folder: URL, timeout: Double) async throws -> SolveResults
}

/// Why a picture was not solved, in words for the one who took it.
public struct SolveFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The same for programs.
    public enum Cause: Sendable, Hashable {
        /// The picture cannot be read.
        case unreadable
        /// There is no index file to match it with.
        case noIndex
        case tooFewStars
        /// There are stars, but no part of the sky matches them.
        case noMatch
        case timeOut
        case other
    }

    public var reason: String
    public var cause: Cause
    /// FITS table of the stars that were seen in the picture, as `SolveResults.axy`, where there is one.
    public var stars: URL?

    public init(_ reason: String, cause: Cause = .other, stars: URL? = nil) {
        self.reason = reason
        self.cause = cause
        self.stars = stars
    }

    public var description: String { reason }
}
