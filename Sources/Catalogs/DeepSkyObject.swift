public import Sky

/// A nebula, cluster or galaxy of the offline catalogue.
public struct DeepSkyObject: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case galaxy, openCluster, globularCluster, planetaryNebula, nebula, darkNebula, supernovaRemnant, clusterWithNebula
        case galaxyGroup, asterism, star, other
    }

    public var kind: Kind
    /// ICRS.
    public var position: SkyPosition
    /// The usual one first: "M 31", "NGC 224", "Andromeda Galaxy".
    public var names: [String]
    /// V, or B where there is no V; nil where unknown.
    public var magnitude: Double?
    /// Full axes in arcminutes; nil where unknown.
    public var majorAxis: Double?
    public var minorAxis: Double?
    /// Of the major axis, degrees east of north.
    public var positionAngle: Double?

    public init(
        kind: Kind, position: SkyPosition, names: [String], magnitude: Double? = nil, majorAxis: Double? = nil,
        minorAxis: Double? = nil, positionAngle: Double? = nil
    ) {
        (self.kind, self.position, self.names, self.magnitude) = (kind, position, names, magnitude)
        (self.majorAxis, self.minorAxis, self.positionAngle) = (majorAxis, minorAxis, positionAngle)
    }
}
