import Foundation
public import Sky
public import WCS

/// Curves on the sky as polylines of pixels: sampled as finely as their bending asks for, cut where the projection breaks, and clipped
/// to the picture.
public enum SkyCurve {
    /// The parts of a curve that fall into the picture, in the order of the parameter.
    ///
    /// Only pieces near the field are ever projected, so a circle round the sky costs little more than its part in the picture, and
    /// distortions are not asked about places far outside.
    ///
    /// - Parameters:
    ///   - curve: the position at a parameter: smooth, and going round a circle at most once.
    ///   - margin: pixels round the picture that still count as inside.
    ///   - tolerance: how far the polyline may be from the true curve, pixels.
    public static func paths(
        in field: Field, from start: Double, to end: Double, margin: Double = 4, tolerance: Double = 0.03,
        _ curve: (Double) -> SkyPosition
    ) -> [[PixelPoint]] {
        guard start.isFinite, end.isFinite, start != end else { return [] }
        var sampler = SkyCurveSampler(field: field, margin: margin, tolerance: tolerance)
        let segments = sampler.segments(from: start, to: end, of: curve)
        return PathClipping.chains(segments, within: field.bounds.grown(by: margin))
    }

    /// The great circle from one position to another, the shorter way; nothing for positions opposite each other.
    public static func arc(from a: SkyPosition, to b: SkyPosition, in field: Field, margin: Double = 4) -> [[PixelPoint]] {
        let (from, to) = (a.unitVector, b.unitVector)
        let angle = from.angle(to: to)
        let pole = from.cross(to)
        let length = (pole.x * pole.x + pole.y * pole.y + pole.z * pole.z).squareRoot()
        guard angle > 0, length > 1e-14 else { return [] }
        let way = UnitVector(x: pole.x / length, y: pole.y / length, z: pole.z / length).cross(from)
        return paths(in: field, from: 0, to: angle, margin: margin) { t in
            let (c, s) = (cos(t), sin(t))
            return SkyPosition(
                UnitVector(directionOf: from.x * c + way.x * s, from.y * c + way.y * s, from.z * c + way.z * s))
        }
    }
}
