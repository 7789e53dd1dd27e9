public import Annotation
public import Catalogs
public import FITS
public import Foundation
import Sky
public import StarIndex
public import WCS

/// The stars that a solver matched, each with its magnitude.
///
/// V comes from the offline catalogue, at the place where the star was at the picture's date; V_T from the index files for
/// stars that the catalogue does not have.
public struct SolverStars: Sendable {
    private let catalog: (any SkyCatalog)?
    private let index: StarIndexFile?

    /// Catalogue and index stars are this one when they are no farther, degrees: a Tycho position is good to well under a second
    /// of arc, the catalogue's proper motions to some more over decades.
    private static let tolerance = 4.0 / 3600
    /// A detected star is a catalogue star when it is no farther, pixels.
    private static let pixelTolerance = 3.0

    /// - Parameter index: the one that matched, or the densest.
    public init(catalog: (any SkyCatalog)?, index: StarIndexFile?) {
        (self.catalog, self.index) = (catalog, index)
    }

    /// The matched stars, brightest first, from the solver's table of matches (columns `index_ra`, `index_dec`, `field_x`, `field_y`).
    ///
    /// - Parameters:
    ///   - wcs: of the picture, upright.
    ///   - frame: turns pixels of the stored picture into upright ones where the table speaks of the stored picture.
    public func matched(_ corr: FITSTable, wcs: WCS, frame: FrameTransform? = nil, date: Date?) -> [SolverStar] {
        guard let ra = corr["index_ra"], let dec = corr["index_dec"], let x = corr["field_x"], let y = corr["field_y"] else {
            return []
        }
        let weights = corr["match_weight"]
        let listed = StarsAtDate(catalog, around: wcs, date: date)
        var stars: [SolverStar] = []
        for row in 0..<corr.rowCount where ra[row].isFinite && abs(dec[row]) <= 90 && x[row].isFinite && y[row].isFinite {
            // The solver keeps chance pairs in the table, with a weight near nothing.
            if let weights, weights[row] < 0.5 { continue }
            let position = SkyPosition(ra: ra[row], dec: dec[row])
            stars.append(star(at: position, Self.pixel(x[row], y[row], frame), listed))
        }
        return Self.sorted(stars)
    }

    /// The detected stars (columns `X`, `Y`) that the catalogue or the index has, for solutions without a table of matches.
    public func detected(_ axy: FITSTable, wcs: WCS, frame: FrameTransform? = nil, date: Date?) -> [SolverStar] {
        let places = Self.places(axy, frame: frame)
        let radius = Self.pixelTolerance * wcs.pixelScale / 3600
        let listed = StarsAtDate(catalog, around: wcs, date: date)
        let positions = (try? wcs.sky(places)) ?? []
        let stars = zip(places, positions).compactMap { place, position -> SolverStar? in
            guard let position else { return nil }
            if let known = listed.nearest(to: position.unitVector, within: radius) {
                return SolverStar(position: known.position, magnitude: known.magnitude, band: .v, pixel: place)
            }
            guard let known = indexed(position, within: radius) else { return nil }
            return SolverStar(position: SkyPosition(known.position), magnitude: known.magnitude, band: .vt, pixel: place)
        }
        return Self.sorted(stars)
    }

    /// The places of all detected stars, brightest first.
    public static func places(_ axy: FITSTable, frame: FrameTransform? = nil) -> [PixelPoint] {
        guard let x = axy["X"], let y = axy["Y"] else { return [] }
        return zip(x, y).filter { $0.isFinite && $1.isFinite }.map { pixel($0, $1, frame) }
    }

    private func star(at position: SkyPosition, _ pixel: PixelPoint, _ listed: StarsAtDate) -> SolverStar {
        if let known = listed.nearest(to: position.unitVector, within: Self.tolerance) {
            return SolverStar(position: position, magnitude: known.magnitude, band: .v, pixel: pixel)
        }
        let known = indexed(position, within: 0.5 / 3600)
        return SolverStar(position: position, magnitude: known?.magnitude, band: .vt, pixel: pixel)
    }

    private func indexed(_ position: SkyPosition, within radius: Double) -> CatalogStar? {
        index?.stars(within: radius, of: position).filter { $0.magnitude.isFinite && $0.magnitude < 30 }
            .min { $0.position.angle(to: position.unitVector) < $1.position.angle(to: position.unitVector) }
    }

    private static func sorted(_ stars: [SolverStar]) -> [SolverStar] {
        stars.sorted { ($0.magnitude ?? 99) < ($1.magnitude ?? 99) }
    }

    /// FITS tables count pixels from 1.
    private static func pixel(_ x: Double, _ y: Double, _ frame: FrameTransform?) -> PixelPoint {
        let point = PixelPoint(x: x - 1, y: y - 1)
        return frame?.upright(point) ?? point
    }
}
