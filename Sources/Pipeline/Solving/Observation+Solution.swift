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
        fieldRA = facts.centre.ra
        fieldDec = facts.centre.dec
        fieldFOV = facts.radius
        box = Self.box(of: wcs)
        takeBounds(of: wcs)
        solution = facts
        if let address = results.address { astrometryURL = address }
        reason = nil
    }

    /// The range of right ascension and declination, and the size of the field.
    mutating func takeBounds(of wcs: WCS) {
        let bounds = wcs.footprintPolygon.raDecBounds
        (raMin, raMax, decMin, decMax) = (bounds.raMin, bounds.raMax, bounds.decMin, bounds.decMax)
        raDecFOV = "\(Self.rounded(wcs.fieldWidth)), \(Self.rounded(wcs.fieldHeight))"
    }

    /// ra,dec of the four corners.
    static func box(of wcs: WCS) -> String {
        wcs.corners.map { "\(rounded($0.ra)),\(rounded($0.dec))" }.joined(separator: ",")
    }

    /// To two decimals, without zeros at the end but one, as the existing system writes numbers ("88.1", "-1.0").
    private static func rounded(_ value: Double) -> Double {
        let rounded = (value * 100).rounded() / 100
        return rounded == 0 ? 0 : rounded
    }
}
