import Foundation
import Observations
import PlateSolving
import Sky
import WCS

extension SolutionFacts {
    init(_ wcs: WCS, _ results: SolveResults) {
        self.init(
            centre: wcs.centre, radius: wcs.radius, pixelScale: wcs.pixelScale, orientation: wcs.orientation,
            parity: wcs.parity, footprint: wcs.footprint, corners: wcs.corners, frame: wcs.frame.rawValue,
            matchedStars: results.matchedStars, logOdds: results.logOdds, engine: results.engine, index: results.index,
            seconds: results.seconds)
    }
}

extension Observation {
    /// Takes over what a solution says, in the fields that existing programs read and in our own.
    mutating func take(_ wcs: WCS, _ results: SolveResults) {
        let facts = SolutionFacts(wcs, results)
        let bounds = SphericalPolygon(facts.footprint).raDecBounds
        fieldRA = facts.centre.ra
        fieldDec = facts.centre.dec
        fieldFOV = facts.radius
        box = facts.corners.map { "\(Self.rounded($0.ra)),\(Self.rounded($0.dec))" }.joined(separator: ",")
        (raMin, raMax, decMin, decMax) = (bounds.raMin, bounds.raMax, bounds.decMin, bounds.decMax)
        raDecFOV = "\(Self.rounded(wcs.fieldWidth)), \(Self.rounded(wcs.fieldHeight))"
        solution = facts
        reason = nil
    }

    /// To two decimals, without zeros at the end but one, as the existing system writes numbers ("88.1", "-1.0").
    private static func rounded(_ value: Double) -> Double {
        let rounded = (value * 100).rounded() / 100
        return rounded == 0 ? 0 : rounded
    }
}
