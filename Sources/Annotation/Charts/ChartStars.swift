import Catalogs
import Foundation
import Raster
import WCS

/// Stars as dots, the brighter the larger, in a hint of their colour.
struct ChartStars: SketchLayer {
    let catalog: any SkyCatalog
    let faintest: Double

    init(_ catalog: any SkyCatalog, faintest: Double) { (self.catalog, self.faintest) = (catalog, faintest) }

    func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let field = sketch.field
        let stars = catalog.stars(within: field.radius, of: field.centre, brighterThan: faintest)
        let size = (Double(field.size.width) * Double(field.size.height)).squareRoot() / 1000
        let smallest = max(0.4, 0.75 * size)
        for (star, pixel) in zip(stars, field.pixels(stars.map(\.position))) {
            guard let pixel, field.bounds.grown(by: 8).contains(pixel) else { continue }
            // Magnitudes below the faintest: a dot's area goes up slower than its light, or Sirius would be a moon.
            let radius = smallest * pow(1.32, max(0, min(8, faintest - star.magnitude)))
            let faint = max(0.35, min(1, 0.45 + 0.2 * (faintest - star.magnitude)))
            sketch.draw(
                Mark(
                    .circle(centre: pixel, radius: radius), fill: Self.colour(star.colour ?? 0.5).withAlpha(faint),
                    title: star.name ?? star.designation), in: .ground)
        }
    }

    /// From blue-white over white to orange, as the eye has it.
    private static func colour(_ bv: Double) -> Colour {
        let t = max(-0.3, min(1.8, bv))
        return t < 0.4
            ? Colour(0.78 + 0.31 * (t + 0.3), 0.86 + 0.2 * (t + 0.3), 1)
            : Colour(1, 1 - 0.19 * (t - 0.4), 1 - 0.4 * (t - 0.4))
    }
}
