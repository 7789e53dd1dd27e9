public import Foundation
public import Sky

/// An asteroid or comet of a catalogue.
public struct SmallBody: Sendable, Hashable {
    /// "(1) Ceres", "C/2023 A3 (Tsuchinshan-ATLAS)".
    public let name: String
    public let body: Body

    public init(name: String, body: Body) { (self.name, self.body) = (name, body) }
}

/// A small body where it was seen.
public struct Sighting: Sendable, Hashable {
    public let name: String
    public let body: Body
    public let place: Place

    public init(_ small: SmallBody, _ place: Place) { (name, body, self.place) = (small.name, small.body, place) }
}

/// Asteroids and comets by name and by place.
public protocol SmallBodies: Sendable {
    /// Those that a name means, the closest first: number, name or designation, in any case.
    ///
    /// - Parameter exactly: a part of a name is not enough.
    func bodies(named name: String, exactly: Bool, limit: Int) async throws -> [SmallBody]
    /// All that are in a round field at a time, brightest first; those of unknown magnitude are left out.
    ///
    /// - Parameter radius: degrees.
    func sightings(
        within radius: Double, of centre: SkyPosition, at date: Date, from site: Site?, brighterThan limit: Double
    ) async throws -> [Sighting]
}
