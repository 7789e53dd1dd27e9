import Foundation

/// A direction as a vector of length 1: x to (ra 0, dec 0), z to the north pole, ICRS.
public struct UnitVector: Sendable, Hashable, Codable {
    public var x: Double
    public var y: Double
    public var z: Double

    public init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// The direction of a vector of any length but zero.
    public init(directionOf x: Double, _ y: Double, _ z: Double) {
        let length = (x * x + y * y + z * z).squareRoot()
        self.init(x: x / length, y: y / length, z: z / length)
    }

    public func dot(_ o: UnitVector) -> Double { x * o.x + y * o.y + z * o.z }

    /// The vector product; not of length 1 in general.
    public func cross(_ o: UnitVector) -> (x: Double, y: Double, z: Double) {
        (y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x)
    }

    /// The angle between two directions in radians, exact for small and for large ones.
    public func angle(to o: UnitVector) -> Double {
        let c = cross(o)
        return atan2((c.x * c.x + c.y * c.y + c.z * c.z).squareRoot(), dot(o))
    }
}
