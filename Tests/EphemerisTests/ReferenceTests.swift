import Catalogs
import Ephemeris
import Foundation
import Sky
import Testing

/// Places after JPL's DE421 and the Minor Planet Center's elements, in files that lie beside the project and not in it.
struct ReferenceTests {
    private static let shared = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared").standardizedFileURL
    static let isThere = FileManager.default.fileExists(atPath: shared.appending(path: "reference/ephemeris.csv").path)

    @Test(.enabled(if: isThere, "shared/reference/ephemeris.csv is missing"))
    func placesAndMagnitudesOfTheReference() throws {
        let bodies = try Self.bodies()
        var count = 0
        for line in try Self.lines("reference/ephemeris.csv").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            try #require(fields.count == 8)
            let body = try #require(bodies[fields[1]], "\(fields[1])")
            let place = Ephemeris.place(of: body, at: try Date(fields[2], strategy: .iso8601))
            let wanted = SkyPosition(ra: try #require(Double(fields[3])), dec: try #require(Double(fields[4])))
            let off = place.position.separation(to: wanted) * 3600
            let kind = fields[0] == "planet" ? fields[1] : fields[0]
            var (limit, magnitudeLimit) = (0.5, 0.1)
            switch kind {
            case "asteroid", "comet": (limit, magnitudeLimit) = (1, 0.05)
            case "moon": limit = 1
            case "Uranus", "Neptune", "Pluto": limit = 2
            default: break
            }
            #expect(off < limit, "\(line): \(off)″")
            let delta = try #require(Double(fields[5]))
            #expect(abs(place.distance - delta) < 2e-5 * max(1, delta), "\(line): \(place.distance)")
            if let magnitude = Double(fields[7]) {
                let difference = abs(try #require(place.magnitude) - magnitude)
                #expect(difference < magnitudeLimit, "\(line): \(place.magnitude ?? .nan)")
            }
            count += 1
        }
        #expect(count == 340)
    }

    private static func lines(_ path: String) throws -> [Substring] {
        try String(contentsOf: shared.appending(path: path), encoding: .utf8).split(separator: "\n")
    }

    private static func bodies() throws -> [String: Body] {
        var bodies: [String: Body] = ["Sun": .sun, "Moon": .moon]
        for planet in Planet.allCases { bodies[planet.rawValue.capitalized] = .planet(planet) }
        for asteroid in try lines("catalogs/mpcorb-first-1000.txt").compactMap({ MinorPlanet(mpcorb: $0) }) {
            let orbit = try #require(
                Orbit(
                    semimajorAxis: asteroid.semimajorAxis, eccentricity: asteroid.eccentricity, meanAnomaly: asteroid.meanAnomaly,
                    epoch: asteroid.epoch, argument: asteroid.argument, node: asteroid.node, inclination: asteroid.inclination))
            bodies[asteroid.name] = .asteroid(orbit, h: asteroid.h, g: asteroid.g)
        }
        for comet in try lines("catalogs/comets-sample.txt").compactMap({ Comet(cometEls: $0) }) {
            let orbit = try #require(
                Orbit(
                    perihelionDistance: comet.perihelionDistance, eccentricity: comet.eccentricity, perihelionTime: comet.perihelionTime,
                    argument: comet.argument, node: comet.node, inclination: comet.inclination))
            bodies[comet.name] = .comet(orbit, m1: comet.m1, k: comet.k)
        }
        return bodies
    }
}
