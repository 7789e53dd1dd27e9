public import Catalogs
import Foundation
import Sky
import WCS

/// Draws nebulae, clusters and galaxies at their true size and angle, in a colour for each kind, with their names.
public struct DeepSkyLayer: SketchLayer {
    let catalog: any SkyCatalog
    let kinds: Set<DeepSkyObject.Kind>
    let magnitudeLimit: Double?

    /// Stars and what else the NGC lists by mistake are left out unless asked for.
    public static let usualKinds = Set(DeepSkyObject.Kind.allCases).subtracting([.star, .other, .asterism])

    /// - Parameter magnitudeLimit: nil: chosen from the field, with no more objects than the picture has room for.
    public init(
        _ catalog: any SkyCatalog, magnitudeLimit: Double? = nil, kinds: Set<DeepSkyObject.Kind> = DeepSkyLayer.usualKinds
    ) {
        (self.catalog, self.magnitudeLimit, self.kinds) = (catalog, magnitudeLimit, kinds)
    }

    public func add(to sketch: inout Sketch, measure: any TextMeasure) {
        let field = sketch.field
        let near = catalog.deepSky(within: field.radius, of: field.centre)
        let pixels = field.pixels(near.map(\.position))
        // Those whose outline may reach in: generously, what scale does at the corners of wide fields included.
        let scale = field.wcs.pixelScale > 0 ? 60 / field.wcs.pixelScale : 0
        let reaching = zip(near, pixels).compactMap { object, pixel -> DeepSkyObject? in
            guard let pixel else { return nil }
            let reach = (object.majorAxis ?? 0) / 2 * scale * (field.radius > 20 ? 4 : 1.3) + 20 * field.unit
            return field.bounds.grown(by: reach).contains(pixel) ? object : nil
        }
        for (object, prominence) in DeepSkyChoice(field: field, kinds: kinds, magnitudeLimit: magnitudeLimit).pick(reaching) {
            add(object, prominence, to: &sketch, measure: measure)
        }
    }

    private func add(_ object: DeepSkyObject, _ prominence: Double, to sketch: inout Sketch, measure: any TextMeasure) {
        guard let outline = Self.outline(of: object, in: sketch.field),
            outline.bounds.overlaps(sketch.field.bounds), let frame = sketch.field.frame(at: object.position)
        else { return }
        let unit = sketch.field.unit
        let look = KindLook(object.kind)
        let title = object.description(look)
        sketch.list(
            AnnotatedObject(
                type: object.novaType, names: object.names, pixel: frame.pixel,
                radius: (object.majorAxis ?? 0) / 120 * frame.scale, magnitude: object.magnitude, ra: object.position.ra,
                dec: object.position.dec))
        let isInside = sketch.field.bounds.contains(frame.pixel)
        guard let seen = outline.visibleBox(in: sketch.field) else {
            // It fills the picture: there is only its name to write.
            if isInside {
                let places = [frame.pixel] + RimPlaces.anywhere(in: sketch.field, near: frame.pixel)
                label(object, look, prominence, .centred(places), title, in: &sketch)
            }
            return
        }
        sketch.explain(.kind(object.kind))
        for figure in outline.figures {
            sketch.outline(figure, look.colour, width: 1.25 * unit, dash: look.dash.map { $0 * unit }, title: title, in: .deepSky)
            for tick in look.tickPaths(on: figure, unit: unit) {
                sketch.outline(tick, look.colour, width: 1.25 * unit, in: .deepSky)
            }
        }
        if max(outline.bounds.width, outline.bounds.height) <= 70 * unit {
            sketch.keepClear(seen)
            label(object, look, prominence, .beside(seen.grown(by: look.ticks == .outward ? 4 * unit : 0)), title, in: &sketch)
        } else {
            for path in outline.rim { sketch.keepClear(along: path, width: 4 * unit) }
            let places = RimPlaces(outline: outline, centre: frame.pixel, field: sketch.field)
            let room = measure.metrics(of: object.label, style: style(look, prominence, unit))
            label(object, look, prominence, .centred(places.points(width: room.width, height: room.height)), title, in: &sketch)
        }
    }

    private func label(
        _ object: DeepSkyObject, _ look: KindLook, _ prominence: Double, _ anchor: LabelRequest.Anchor, _ title: String,
        in sketch: inout Sketch
    ) {
        sketch.label(
            LabelRequest(
                layer: .deepSky, text: object.label, style: style(look, prominence, sketch.field.unit), anchor: anchor,
                priority: LabelPriority.deepSky(prominence), title: title))
    }

    private func style(_ look: KindLook, _ prominence: Double, _ unit: Double) -> TextStyle {
        TextStyle(size: (prominence > 0.5 ? 15 : prominence > 0.25 ? 13 : 11.5) * unit, colour: look.colour)
    }

    /// At its true size, but never smaller than can be seen; a circle where the size is not known.
    static func outline(of object: DeepSkyObject, in field: Field) -> SkyOutline? {
        let major = object.majorAxis ?? 0
        let minor = object.minorAxis ?? major
        // Without an angle the shape is unknown too: a circle of the mean size would be as wrong as any ellipse, and reads better.
        let known = object.positionAngle != nil || minor == major
        let (a, b) = known ? (max(major, minor), min(major, minor)) : (major, major)
        if a > 0, let outline = SkyOutline(
            centre: object.position, semiMajor: a / 120, semiMinor: max(b, a / 20) / 120,
            positionAngle: object.positionAngle ?? 0, in: field), outline.radius >= 5 * field.unit
        {
            return outline
        }
        guard let frame = field.frame(at: object.position) else { return nil }
        let ratio = a > 0 ? max(0.5, min(1, b / a)) : 1
        return SkyOutline(
            ellipse: .ellipse(
                centre: frame.pixel, semiMajor: 5 * field.unit, semiMinor: 5 * field.unit * ratio,
                angle: object.positionAngle.map(frame.screenAngle) ?? 0), centre: frame.pixel)
    }
}
