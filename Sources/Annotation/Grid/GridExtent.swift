import Foundation
import Sky
import WCS

/// The ranges of longitude and latitude a picture covers, in the system of its grid; a little wider than exact. Degrees.
struct GridExtent {
    /// The end is larger than the start, by at most 360.
    let longitudes: ClosedRange<Double>
    let latitudes: ClosedRange<Double>

    var isAllRound: Bool { longitudes.upperBound - longitudes.lowerBound >= 360 }

    /// The mean of the cosine of the latitude: how much closer meridians are than their longitudes say.
    var meanCosine: Double {
        let (low, high) = (radians(latitudes.lowerBound), radians(latitudes.upperBound))
        return max(1e-9, high > low ? (sin(high) - sin(low)) / (high - low) : cos(low))
    }

    init(of field: Field, in system: GridSystem) {
        // So wide an outline says little about what is inside; all lines are tried.
        guard field.radius < 60 else {
            (longitudes, latitudes) = (0...360, -90...90)
            return
        }
        let turned = { (v: UnitVector) in
            let own = system.sky.own(SkyPosition(v))
            return SkyPosition(ra: own.longitude, dec: own.latitude).unitVector
        }
        let outline = SphericalPolygon(field.wcs.footprint.map(turned), around: turned(field.centre.unitVector))
        let bounds = outline.raDecBounds
        // Edges bend between the points of the outline.
        let more = 0.02 * field.radius
        latitudes = max(-90, bounds.decMin - more)...min(90, bounds.decMax + more)
        let narrowest = cos(radians(max(abs(latitudes.lowerBound), abs(latitudes.upperBound))))
        let start = bounds.raMin - more / max(1e-9, narrowest)
        let end = bounds.raMax + (bounds.raMax < bounds.raMin ? 360 : 0) + more / max(1e-9, narrowest)
        longitudes = end - start < 360 ? start...end : 0...360
    }
}
