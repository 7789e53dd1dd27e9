import Foundation
import Raster
import WCS

/// How far apart the lines of a grid are, degrees.
struct GridSteps {
    let longitude: Double
    let latitude: Double

    private static let sexagesimal: [Double] = [30, 15, 10, 5, 2, 1] + rounds(60) + rounds(3600) + parts(of: 3600)
    /// Two hours … a second of time and its parts.
    private static let hours: [Double] = [30, 15] + rounds(4) + rounds(240) + parts(of: 240)
    private static let decimal: [Double] = [30, 15, 10, 5, 2, 1] + parts(of: 1) + parts(of: 1000)

    /// The round numbers of a small unit, of which there are so many in a degree.
    private static func rounds(_ units: Double) -> [Double] {
        let counts: [Double] = [30, 20, 10, 5, 2, 1]
        return counts.map { $0 / units }
    }

    /// Halves, fifths and tenths of a small unit, down to its thousandths.
    private static func parts(of unit: Double) -> [Double] {
        let tenths: [Double] = [5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01]
        return tenths.map { $0 / 10 / unit }
    }

    /// More lines than this of one kind are never drawn.
    private static let mostLines = 400.0

    /// - Parameter spacing: of the circles of latitude, degrees; nil: a round number that suits the field.
    init(for field: Field, extent: GridExtent, system: GridSystem, spacing: Double?) {
        let latitudes = system == .equatorial ? Self.sexagesimal : Self.decimal
        let longitudes = system == .equatorial ? Self.hours : Self.decimal
        let size = field.shortSide
        // Ten degrees are the most for a picture, but the whole sky asks for less.
        let widest = size > 100 ? 30.0 : 10
        var latitude = Self.nearest(size / 4.5, in: latitudes.filter { $0 <= widest })
        if let spacing, spacing.isFinite, spacing > 0 { latitude = min(90, spacing) }
        let span = extent.latitudes.upperBound - extent.latitudes.lowerBound
        if span / latitude > Self.mostLines {
            latitude = latitudes.last { span / $0 <= Self.mostLines } ?? 30
        }
        self.latitude = latitude
        let round = extent.longitudes.upperBound - extent.longitudes.lowerBound
        let allowed = longitudes.filter { round / $0 <= Self.mostLines }
        longitude = Self.nearest(latitude / extent.meanCosine, in: allowed.isEmpty ? [30] : allowed)
    }

    init(longitude: Double, latitude: Double) { (self.longitude, self.latitude) = (longitude, latitude) }

    private static func nearest(_ wanted: Double, in steps: [Double]) -> Double {
        steps.min { abs(log($0 / wanted)) < abs(log($1 / wanted)) } ?? 10
    }
}

extension Field {
    /// The picture's shorter side, degrees. A wide tangent plane is larger than the sky on it, so the angle to the corner counts too.
    var shortSide: Double {
        let (short, long) = (Double(min(size.width, size.height)), Double(max(size.width, size.height)))
        return min(short * wcs.pixelScale / 3600, 2 * radius * short / (short * short + long * long).squareRoot())
    }
}
