public import Sky

/// A star with planets.
public struct ExoplanetHost: Sendable, Hashable {
    public let name: String
    public let position: SkyPosition
    /// V.
    public let magnitude: Double?
    public let planets: Int

    public init(name: String, position: SkyPosition, magnitude: Double?, planets: Int) {
        (self.name, self.position, self.magnitude, self.planets) = (name, position, magnitude, planets)
    }
}

/// Stars with planets by place.
public protocol ExoplanetHosts: Sendable {
    /// - Parameter radius: degrees.
    /// - Returns: the brightest first, without those of unknown magnitude; nil where no catalogue was taken in.
    func hosts(within radius: Double, of centre: SkyPosition, brighterThan limit: Double) async throws -> [ExoplanetHost]?
}
