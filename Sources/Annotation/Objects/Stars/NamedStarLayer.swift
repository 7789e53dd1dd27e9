public import Catalogs
import Foundation
import Sky
import WCS

/// Rings stars that have a name, a Bayer letter or a Flamsteed number, and writes it beside them; in small fields HD numbers too.
public struct NamedStarLayer: SketchLayer {
    let catalog: any SkyCatalog
    let magnitudeLimit: Double?
    static let colour = Colour(1, 0.93, 0.70)
    /// However faint a limit is asked for.
    private static let greatestCount = 4000

    /// - Parameter magnitudeLimit: nil: chosen from the field, with no more stars than the picture has room for.
    public init(_ catalog: any SkyCatalog, magnitudeLimit: Double? = nil) {
        (self.catalog, self.magnitudeLimit) = (catalog, magnitudeLimit)
    }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let field = sketch.field
        let limit = magnitudeLimit ?? Self.usualLimit(radius: field.radius)
        let near = catalog.stars(within: field.radius, of: field.centre, brighterThan: limit)
            .filter { ($0.label(numbers: field.radius < 1.5) != nil) }
        var left = magnitudeLimit == nil ? max(8, min(150, Int(field.area / 25_000))) : Self.greatestCount
        for (star, pixel) in zip(near, field.pixels(near.map(\.position))) {
            guard let pixel, field.bounds.contains(pixel), let label = star.label(numbers: field.radius < 1.5) else { continue }
            left -= 1
            guard left >= 0 else { return }
            add(star, label, pixel, limit, to: &sketch)
        }
    }

    private func add(_ star: ListedStar, _ text: String, _ pixel: PixelPoint, _ limit: Double, to sketch: inout Sketch) {
        let unit = sketch.field.unit
        // A brighter star is a larger blot in the picture.
        let radius = min(10, max(4, 4 + (limit - star.magnitude) * 0.8)) * unit
        let names = [star.name, star.designation, star.hd.map { "HD \($0)" }].compactMap { $0 }
        let title = names.joined(separator: ", ") + String(format: " · V %.1f mag", star.magnitude)
        sketch.outline(
            .circle(centre: pixel, radius: radius), Self.colour.withAlpha(0.85), width: unit, title: title, in: .namedStars)
        sketch.explain(.namedStar)
        let box = Box(centre: pixel, width: 2 * radius, height: 2 * radius)
        sketch.keepClear(box)
        sketch.list(
            AnnotatedObject(
                type: star.name == nil && star.designation == nil ? "hd" : "bright", names: names, pixel: pixel, radius: 0,
                magnitude: star.magnitude, ra: star.position.ra, dec: star.position.dec))
        let prominence = min(1, max(0, (limit - star.magnitude) / 6)) * (star.name == nil ? 0.6 : 1)
        sketch.label(
            LabelRequest(
                layer: .namedStars, text: text,
                style: TextStyle(size: (star.name == nil ? 11.5 : 13) * unit, colour: Self.colour), anchor: .beside(box),
                priority: LabelPriority.namedStar(prominence), title: title))
    }

    /// Such that a field of any size shows some tens of stars.
    static func usualLimit(radius: Double) -> Double { min(10, max(2.5, 8.7 - 3 * log10(max(radius, 0.1)))) }
}

extension ListedStar {
    /// - Parameter numbers: whether a number of the Henry Draper catalogue will do.
    func label(numbers: Bool) -> String? { name ?? designation ?? (numbers ? hd.map { "HD \($0)" } : nil) }
}
