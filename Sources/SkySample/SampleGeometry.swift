import Foundation
import Sky

/// Where a direction of the sky falls in the picture, and back. Exact both ways.
///
/// Pixels are those of the upright picture, (0, 0) the centre of the first pixel of its first row; the first row of a FITS
/// picture is the lowest.
struct SampleGeometry: Sendable {
    let width: Int
    let height: Int
    let centre: SkyPosition
    let projection: SampleProjection
    /// Plane units (radians at the centre) per pixel.
    let scale: Double
    /// Undistorted offset = offset in the picture × (1 + bend × r²), r in pixels from the centre.
    let bend: Double
    let bottomUp: Bool
    /// Unit vectors of the tangent plane (east, north) along which the picture's x and y axes run.
    let xAxis: (east: Double, north: Double)
    let yAxis: (east: Double, north: Double)
    private let toCentre: UnitVector
    private let toEast: UnitVector
    private let toNorth: UnitVector

    var centreX: Double { Double(width - 1) / 2 }
    var centreY: Double { Double(height - 1) / 2 }
    var halfDiagonal: Double { hypot(Double(width), Double(height)) / 2 }

    /// - Throws: `SampleError` when the projection shows no sky in the corners.
    init(_ request: SampleRequest, bottomUp: Bool) throws {
        (width, height, centre, projection) = (request.width, request.height, request.centre, request.projection)
        self.bottomUp = bottomUp
        let half = hypot(Double(request.width), Double(request.height)) / 2
        // A corner lies (1 + d) times as far out as undistorted, so its undistorted place is 1/(1 + d) of it.
        bend = (1 / (1 + request.distortion / 100) - 1) / (half * half)
        let edge = Double(request.width) / 2
        scale = projection.planeRadius(angle: radians(request.field) / 2) / (edge * (1 + bend * edge * edge))
        let up = radians(request.rotation)
        let right = up + (request.mirror ? 1 : -1) * .pi / 2
        xAxis = (sin(right), cos(right))
        yAxis = bottomUp ? (sin(up), cos(up)) : (-sin(up), -cos(up))
        let (a, d) = (radians(request.centre.ra), radians(request.centre.dec))
        toCentre = request.centre.unitVector
        toEast = UnitVector(x: -sin(a), y: cos(a), z: 0)
        toNorth = UnitVector(x: -sin(d) * cos(a), y: -sin(d) * sin(a), z: cos(d))
        guard sky(x: -0.5, y: -0.5) != nil else {
            throw SampleError(
                "The corners of a field of \(request.field)° in \(width)x\(height) pixels lie beyond what the projection "
                    + "\(projection.rawValue) shows; take a smaller field.")
        }
    }

    /// The direction that is seen at a place of the picture; nil beyond the edge of the projection.
    func sky(x: Double, y: Double) -> UnitVector? {
        let (dx, dy) = (x - centreX, y - centreY)
        let stretch = scale * (1 + bend * (dx * dx + dy * dy))
        let east = stretch * (dx * xAxis.east + dy * yAxis.east)
        let north = stretch * (dx * xAxis.north + dy * yAxis.north)
        let r = hypot(east, north)
        guard r > 0 else { return toCentre }
        guard let angle = projection.angle(planeRadius: r) else { return nil }
        let (s, c) = (sin(angle) / r, cos(angle))
        return UnitVector(
            directionOf: c * toCentre.x + s * (east * toEast.x + north * toNorth.x),
            c * toCentre.y + s * (east * toEast.y + north * toNorth.y), c * toCentre.z + s * (east * toEast.z + north * toNorth.z)
        )
    }

    /// The place of a direction in the picture, perhaps outside its edges; nil where the projection does not reach.
    func pixel(_ v: UnitVector) -> (x: Double, y: Double)? {
        let (east, north) = (v.dot(toEast), v.dot(toNorth))
        let sine = hypot(east, north)
        let angle = atan2(sine, v.dot(toCentre))
        guard angle <= projection.reach else { return nil }
        guard sine > 0 else { return (centreX, centreY) }
        let radius = projection.planeRadius(angle: angle) / scale
        guard let distorted = distorted(radius) else { return nil }
        let factor = distorted / sine
        return (
            centreX + factor * (east * xAxis.east + north * xAxis.north),
            centreY + factor * (east * yAxis.east + north * yAxis.north)
        )
    }

    /// The distance from the centre in the picture at which light of an undistorted distance arrives: r (1 + bend r²) =
    /// undistorted, by Newton.
    private func distorted(_ undistorted: Double) -> Double? {
        guard bend != 0 else { return undistorted }
        // Far outside the picture the polynomial may turn back; nothing there is drawn.
        let farthest = 1.5 * halfDiagonal
        guard undistorted < farthest * (1 + bend * farthest * farthest) else { return nil }
        var r = min(undistorted, farthest)
        for _ in 0..<50 {
            let step = (r * (1 + bend * r * r) - undistorted) / (1 + 3 * bend * r * r)
            r -= step
            if abs(step) < 1e-11 * halfDiagonal { break }
        }
        return r
    }
}
