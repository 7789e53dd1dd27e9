import Foundation
public import Sky
public import WCS

/// A star that the solver matched, with its magnitude.
public struct SolverStar: Sendable, Hashable {
    /// What the magnitude was measured in.
    public enum Band: String, Sendable, Hashable, Codable {
        /// Johnson V, from the offline catalogue.
        case v = "V"
        /// Tycho V_T, from the index files.
        case vt = "VT"
    }

    public var position: SkyPosition
    public var magnitude: Double?
    public var band: Band
    /// Where it was found in the picture.
    public var pixel: PixelPoint

    public init(position: SkyPosition, magnitude: Double?, band: Band, pixel: PixelPoint) {
        (self.position, self.magnitude, self.band, self.pixel) = (position, magnitude, band, pixel)
    }
}

/// Rings the stars that the solver used, each with its magnitude: "6.4", or "VT 9.8" where it is not a V magnitude.
public struct SolverStarLayer: SketchLayer {
    let stars: [SolverStar]
    static let colour = Colour(0.45, 1, 0.55)

    public init(_ stars: [SolverStar]) { self.stars = stars }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let unit = sketch.field.unit
        let brightest = stars.compactMap(\.magnitude).min() ?? 0
        for star in stars where star.pixel.x.isFinite && star.pixel.y.isFinite && sketch.field.bounds.contains(star.pixel) {
            let title = star.magnitude.map { String(format: "%@ %.2f mag", star.band.rawValue, $0) } ?? "star used by the solver"
            let box = Box(centre: star.pixel, width: 12 * unit, height: 12 * unit)
            sketch.outline(
                .circle(centre: star.pixel, radius: 6 * unit), Self.colour, width: 1.1 * unit, title: title, in: .stars)
            sketch.keepClear(box)
            sketch.explain(.solverStar)
            sketch.list(
                AnnotatedObject(
                    type: "star", names: [], pixel: star.pixel, radius: 0, magnitude: star.magnitude, ra: star.position.ra,
                    dec: star.position.dec))
            guard let magnitude = star.magnitude else { continue }
            let number = String(format: "%.1f", magnitude)
            sketch.label(
                LabelRequest(
                    layer: .stars, text: star.band == .v ? number : "\(star.band.rawValue) \(number)",
                    style: TextStyle(size: 10.5 * unit, colour: Self.colour), anchor: .beside(box),
                    priority: LabelPriority.solverStar - min(40, magnitude - brightest), title: title))
        }
    }
}
