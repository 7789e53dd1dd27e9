public import Catalogs
import Foundation
public import Observations
import Sky

/// Markers from the offline catalogue alone, which has what stands still.
public struct CatalogMarkers: CommandMarkers {
    private let search: (@Sendable (String) -> CatalogMatch?)?

    /// - Parameter search: the best match of a name; nil where there is no catalogue.
    public init(search: (@Sendable (String) -> CatalogMatch?)?) {
        self.search = search
    }

    public func transient(named name: String, in observation: Observation) async throws -> [CommandMarker]? {
        switch search?(name) {
        case .star(let star):
            let label = "\(star.name ?? star.designation ?? name) - \(Self.magnitude(star.magnitude))"
            return [marker(star.position.ra, star.position.dec, label)]
        case .deepSky(let object):
            let label = [object.names.first ?? name, object.magnitude.map(Self.magnitude)].compactMap { $0 }.joined(separator: " - ")
            return [marker(object.position.ra, object.position.dec, label)]
        case .constellation, nil: return nil
        }
    }

    public func exoplanets(in observation: Observation) async throws -> [CommandMarker] {
        throw JobError("No catalogue of exoplanets is installed")
    }

    public func asteroids(in observation: Observation) async throws -> [CommandMarker] {
        throw JobError("No catalogue of asteroids is installed")
    }

    public func solarSystem(in observation: Observation) async throws -> [CommandMarker] {
        try await asteroids(in: observation)
    }

    private func marker(_ ra: Double, _ dec: Double, _ label: String) -> CommandMarker {
        CommandMarker(ra: ra, dec: dec, label: label, shape: "circle_outline", size: 60, color: "yellow")
    }

    private static func magnitude(_ value: Double) -> String { String(format: "%.1f", value) }
}
