import Ephemeris
import Foundation
import Sky
import Testing

struct GoldenTests {
    /// JPL's DE421, astrometric from the geocentre; limits in arcseconds.
    @Test(arguments: [
        (Body.planet(.saturn), "2020-12-17T00:00:00Z", 301.946491, -20.578478, 10.78504813, 0.5),
        (Body.planet(.mercury), "1998-03-25T04:10:00Z", 18.302360, 11.071041, 0.77523103, 0.5),
        (Body.planet(.uranus), "2004-01-01T00:00:00Z", 332.369773, -12.152201, 20.65365620, 2),
    ])
    func placesOfPlanets(body: Body, utc: String, ra: Double, dec: Double, distance: Double, limit: Double) throws {
        let place = Ephemeris.place(of: body, at: try Date(utc, strategy: .iso8601))
        #expect(place.position.separation(to: SkyPosition(ra: ra, dec: dec)) * 3600 < limit)
        #expect(abs(place.distance - distance) < 2e-4)
    }

    @Test func bodiesAreRefusedThatAreNoOrbits() {
        #expect(Orbit(perihelionDistance: 0, eccentricity: 1, perihelionTime: 2_459_200, argument: 0, node: 0, inclination: 0) == nil)
        #expect(Orbit(perihelionDistance: 1, eccentricity: .nan, perihelionTime: 2_459_200, argument: 0, node: 0, inclination: 0) == nil)
        #expect(Site(latitude: 91, longitude: 0) == nil)
    }

    /// A site sees the Moon off its geocentric place by no more than its greatest parallax, 1.03°.
    @Test func aSiteShiftsTheMoon() throws {
        let date = try Date("2020-12-17T00:00:00Z", strategy: .iso8601)
        let centre = Ephemeris.place(of: .moon, at: date)
        let site = try #require(Site(latitude: 52, longitude: 5, height: 10))
        let shift = Ephemeris.place(of: .moon, at: date, from: site).position.separation(to: centre.position)
        #expect(shift > 0.1 && shift < 1.03)
    }
}
