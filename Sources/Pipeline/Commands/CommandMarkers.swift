public import Observations

/// Tells what is to be marked in a picture: what moves, what orbits other stars, what has a name.
public protocol CommandMarkers: Sendable {
    /// The named planet, moon, comet, asteroid, star or deep-sky object at the time of the observation, with its track.
    /// - Returns: nil where nothing of this name is known.
    func transient(named name: String, in observation: Observation) async throws -> [CommandMarker]?
    /// - Throws: `JobError` where nothing is known of them.
    func exoplanets(in observation: Observation) async throws -> [CommandMarker]
    func asteroids(in observation: Observation) async throws -> [CommandMarker]
    /// The Moon and the planets, asteroids and comets, as bright as asteroids are marked.
    func solarSystem(in observation: Observation) async throws -> [CommandMarker]
}
