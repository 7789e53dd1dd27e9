import Foundation
import Observations
import Sky

/// `box`: ra,dec of the picture's corners in order round it, comma separated, degrees.
enum FieldBox {
    /// Fills the bounds in ra and dec from the box, right across RA 0h and over the poles; without a box there are none.
    ///
    /// - Parameter before: the box as it was: writing the same again changes nothing, finer bounds from a plate
    ///   solution included.
    static func fillBounds(of observation: inout Observation, before: String?) throws(FieldParsing.Problem) {
        guard let box = observation.box, !box.isEmpty else {
            (observation.raMin, observation.raMax, observation.decMin, observation.decMax) = (nil, nil, nil, nil)
            observation.box = nil
            return
        }
        let corners = try corners(of: box)
        if box == before && observation.raMin != nil { return }
        let bounds = SphericalPolygon(corners.map(\.unitVector)).raDecBounds
        observation.raMin = snapped(bounds.raMin, to: corners.map(\.ra))
        observation.raMax = snapped(bounds.raMax, to: corners.map(\.ra))
        observation.decMin = snapped(bounds.decMin, to: corners.map(\.dec))
        observation.decMax = snapped(bounds.decMax, to: corners.map(\.dec))
    }

    static func corners(of box: String) throws(FieldParsing.Problem) -> [SkyPosition] {
        let wrong = FieldParsing.Problem("Enter ra,dec of four corners in degrees, comma separated.")
        let numbers = box.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.trimmed) }
        guard numbers.count == 8 else { throw wrong }
        var corners: [SkyPosition] = []
        for pair in stride(from: 0, to: numbers.count, by: 2) {
            guard let ra = numbers[pair], let dec = numbers[pair + 1], ra.isFinite, (-360...720).contains(ra),
                (-90...90).contains(dec)
            else { throw wrong }
            corners.append(SkyPosition(ra: ra, dec: dec))
        }
        guard Set(corners).count >= 3 else { throw wrong }
        return corners
    }

    /// A corner's own number where the bound is that corner: what was written as 79.0 is read as 79.0.
    private static func snapped(_ bound: Double, to numbers: [Double]) -> Double {
        numbers.first { abs($0 - bound) < 1e-9 } ?? bound
    }
}
