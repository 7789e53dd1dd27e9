import Foundation
import PlateSolving
import Sky
import WCS

/// What `astrobase solve --json` says of a picture; the keys are a contract.
struct SolveReport: Encodable, CustomStringConvertible {
    var file: String
    var status: String
    var reason: String?
    /// The picture's centre, degrees ICRS.
    var ra: Double?
    var dec: Double?
    /// arcsec per pixel.
    var pixelScale: Double?
    /// Degrees east of north.
    var orientation: Double?
    var parity: Int?
    /// Pixels, upright.
    var width: Int?
    var height: Int?
    /// Degrees.
    var fieldWidth: Double?
    var fieldHeight: Double?
    var radius: Double?
    var matchedStars: Int?
    var logOdds: Double?
    var engine: String
    var index: String?
    var seconds: Double
    /// Where they went.
    var stages: [String: Double]?

    init(file: String, failed reason: String, engine: String, seconds: Double) {
        self.file = file
        self.status = "failed"
        self.reason = reason
        self.engine = engine
        self.seconds = seconds
    }

    init(file: String, solved: SolvedPicture, seconds: Double) {
        let wcs = solved.wcs
        self.file = file
        status = "solved"
        ra = wcs.centre.ra
        dec = wcs.centre.dec
        pixelScale = wcs.pixelScale
        orientation = wcs.orientation
        parity = wcs.parity
        width = wcs.width
        height = wcs.height
        fieldWidth = wcs.fieldWidth
        fieldHeight = wcs.fieldHeight
        radius = wcs.radius
        matchedStars = solved.results.matchedStars
        logOdds = solved.results.logOdds
        engine = solved.results.engine
        index = solved.results.index
        stages = solved.results.stages
        self.seconds = seconds
    }

    var description: String {
        guard status == "solved", let ra, let dec, let pixelScale, let orientation, let fieldWidth, let fieldHeight else {
            return "\(file): failed after \(Self.fixed(seconds, 1)) s: \(reason ?? "no reason known")"
        }
        return "\(file): RA \(Self.fixed(ra, 5))° Dec \(Self.fixed(dec, 5))°, "
            + "\(Self.fixed(fieldWidth, 2))° × \(Self.fixed(fieldHeight, 2))°, "
            + "\(Self.fixed(pixelScale, 3))″/px, orientation \(Self.fixed(orientation, 1))°, "
            + "\(matchedStars ?? 0) stars matched in \(Self.fixed(seconds, 1)) s"
    }

    private static func fixed(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }

    private enum CodingKeys: String, CodingKey {
        case file, status, reason, ra, dec, pixelScale, orientation, parity, width, height, fieldWidth, fieldHeight
        case radius, matchedStars, logOdds, engine, index, seconds, stages
    }

    /// Every key is there, `null` where there is nothing to say, so that a script need not ask which are.
    func encode(to encoder: any Encoder) throws {
        var keyed = encoder.container(keyedBy: CodingKeys.self)
        try keyed.encode(file, forKey: .file)
        try keyed.encode(status, forKey: .status)
        try keyed.encode(reason, forKey: .reason)
        try keyed.encode(ra, forKey: .ra)
        try keyed.encode(dec, forKey: .dec)
        try keyed.encode(pixelScale, forKey: .pixelScale)
        try keyed.encode(orientation, forKey: .orientation)
        try keyed.encode(parity, forKey: .parity)
        try keyed.encode(width, forKey: .width)
        try keyed.encode(height, forKey: .height)
        try keyed.encode(fieldWidth, forKey: .fieldWidth)
        try keyed.encode(fieldHeight, forKey: .fieldHeight)
        try keyed.encode(radius, forKey: .radius)
        try keyed.encode(matchedStars, forKey: .matchedStars)
        try keyed.encode(logOdds, forKey: .logOdds)
        try keyed.encode(engine, forKey: .engine)
        try keyed.encode(index, forKey: .index)
        try keyed.encode(seconds, forKey: .seconds)
        try keyed.encode(stages, forKey: .stages)
    }
}
