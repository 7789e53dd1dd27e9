public import Catalogs
public import Ephemeris
public import Foundation
public import Observations
public import Sky

/// Markers from all that is known: planets, asteroids and comets at the time of the observation, stars with planets, stars and objects.
public struct SkyMarkers: CommandMarkers {
    private let still: CatalogMarkers
    private let bodies: any SmallBodies
    private let hosts: any ExoplanetHosts
    /// Nil: the Earth's centre.
    private let site: Site?

    /// As the existing system marks them.
    public static let faintest = 15.0

    /// - Parameters:
    ///   - search: the best match of a name among stars and deep-sky objects; nil where there is no catalogue.
    ///   - site: where the pictures are taken.
    public init(
        search: (@Sendable (String) -> CatalogMatch?)?, bodies: any SmallBodies, hosts: any ExoplanetHosts, site: Site? = nil
    ) {
        (still, self.bodies, self.hosts, self.site) = (CatalogMarkers(search: search), bodies, hosts, site)
    }

    public func transient(named name: String, in observation: Observation) async throws -> [CommandMarker]? {
        if let major = Body(named: name) { return track(name.capitalized, major, try Self.time(of: observation)) }
        if let small = try await bodies.bodies(named: name, exactly: true, limit: 1).first {
            return track(small.name, small.body, try Self.time(of: observation))
        }
        if let found = try await still.transient(named: name, in: observation) { return found }
        guard let small = try await bodies.bodies(named: name, exactly: false, limit: 1).first else { return nil }
        return track(small.name, small.body, try Self.time(of: observation))
    }

    /// Where it was, and where at the midnights round that time.
    private func track(_ name: String, _ body: Body, _ time: Date) -> [CommandMarker] {
        let place = Ephemeris.place(of: body, at: time, from: site)
        let label = [name, place.magnitude.map(Self.magnitude)].compactMap { $0 }.joined(separator: " - ")
        var markers = [marker(place.position, label, "circle_outline", 60, "yellow")]
        switch body {
        // In a day a moon goes round its planet, or half a hand's breadth over the sky.
        case .moon, .satellite: return markers
        case .sun, .planet, .asteroid, .comet: break
        }
        let day = (time.timeIntervalSince1970 / 86400).rounded(.down)
        for offset in -1...3 {
            let midnight = Date(timeIntervalSince1970: (day + Double(offset)) * 86400)
            let number = Calendar.utc.component(.day, from: midnight)
            markers.append(marker(Ephemeris.place(of: body, at: midnight, from: site).position, String(number), "cross", 20, "red"))
        }
        return markers
    }

    public func exoplanets(in observation: Observation) async throws -> [CommandMarker] {
        let (centre, radius) = try Self.field(of: observation)
        guard let found = try await hosts.hosts(within: radius, of: centre, brighterThan: Self.faintest) else {
            throw JobError("No catalogue of exoplanets is installed: `astrobase import exoplanets --update`")
        }
        return found.flatMap { host in
            let label = [host.name, host.magnitude.map(Self.magnitude)].compactMap { $0 }.joined(separator: " - ")
            let one = marker(host.position, label, "exoplanet", 30, "red")
            return host.planets > 1 ? [one, marker(host.position, "", "circle_outline", 40, "green")] : [one]
        }
    }

    public func asteroids(in observation: Observation) async throws -> [CommandMarker] {
        let (centre, radius) = try Self.field(of: observation)
        let found = try await bodies.sightings(
            within: radius, of: centre, at: try Self.time(of: observation), from: site, brighterThan: Self.faintest)
        return found.map { one in
            let label = [one.name, one.place.magnitude.map(Self.magnitude)].compactMap { $0 }.joined(separator: " - ")
            return marker(one.place.position, label, "asteroid", 30, "yellow")
        }
    }

    public func solarSystem(in observation: Observation) async throws -> [CommandMarker] {
        let (centre, radius) = try Self.field(of: observation)
        let time = try Self.time(of: observation)
        let bodies = [("Sun", Body.sun), ("Moon", .moon)] + Planet.allCases.map { ($0.rawValue.capitalized, .planet($0)) }
        let major: [CommandMarker] = bodies.compactMap { name, body in
            let place = Ephemeris.place(of: body, at: time, from: site)
            guard centre.separation(to: place.position) <= radius else { return nil }
            let label = [name, place.magnitude.map(Self.magnitude)].compactMap { $0 }.joined(separator: " - ")
            return marker(place.position, label, "circle_outline", 50, "orange")
        }
        return try await major + asteroids(in: observation)
    }

    /// The middle of the exposure.
    public static func time(of observation: Observation) throws -> Date {
        guard let date = observation.date else {
            throw JobError("Observation \(observation.taskID) has no date: what moves has no place in it")
        }
        // Stacks and long exposures give their beginning, and pictures taken on a day of no known hour say midnight.
        return date.addingTimeInterval((observation.exposureTime ?? Double(observation.exposureSeconds)) / 2)
    }

    public static func field(of observation: Observation) throws -> (centre: SkyPosition, radius: Double) {
        if let solution = observation.solution { return (solution.centre, solution.radius) }
        guard let ra = observation.fieldRA, let dec = observation.fieldDec, let radius = observation.fieldFOV else {
            throw JobError("Observation \(observation.taskID) is not solved: its field is not known")
        }
        return (SkyPosition(ra: ra, dec: dec), radius)
    }

    private func marker(_ place: SkyPosition, _ label: String, _ shape: String, _ size: Double, _ color: String) -> CommandMarker {
        CommandMarker(ra: place.ra, dec: place.dec, label: label, shape: shape, size: size, color: color)
    }

    private static func magnitude(_ value: Double) -> String { String(format: "%.1f", value) }
}

extension Calendar {
    fileprivate static let utc: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
