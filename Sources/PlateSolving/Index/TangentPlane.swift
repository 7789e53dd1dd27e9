import Foundation

/// The plane that touches the sphere at one point (gnomonic projection, Calabretta & Greisen 2002, A&A 395, 1077, TAN). Radians;
/// x grows east, y north.
struct TangentPlane: Sendable {
    let centre: SIMD3<Double>
    let east: SIMD3<Double>
    let north: SIMD3<Double>

    /// - Parameter direction: of any length but 0.
    init(at direction: SIMD3<Double>) {
        centre = direction / length(direction)
        // East of the pole is anywhere.
        let flat = (centre.x * centre.x + centre.y * centre.y).squareRoot()
        east = flat > 1e-12 ? SIMD3(-centre.y / flat, centre.x / flat, 0) : SIMD3(0, 1, 0)
        north = cross(centre, east)
    }

    /// Nil for what is 90° and more away.
    func project(_ direction: SIMD3<Double>) -> SIMD2<Double>? {
        let along = dot(direction, centre)
        guard along > 1e-6 else { return nil }
        return SIMD2(dot(direction, east), dot(direction, north)) / along
    }

    func direction(_ point: SIMD2<Double>) -> SIMD3<Double> {
        let v = centre + point.x * east + point.y * north
        return v / length(v)
    }
}

func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { a.x * b.x + a.y * b.y + a.z * b.z }
func dot(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double { a.x * b.x + a.y * b.y }
func length(_ a: SIMD3<Double>) -> Double { dot(a, a).squareRoot() }
func length(_ a: SIMD2<Double>) -> Double { dot(a, a).squareRoot() }
func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}
