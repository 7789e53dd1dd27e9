import Ephemeris
import Foundation
import Sky
import Testing

@Suite struct BodyPathTests {
    /// Against the full computation, at a hundred times in two years.
    @Test(arguments: [
        ("Sun", 20.0), ("Moon", 120), ("Mercury", 20), ("Venus", 20), ("Mars", 20), ("Jupiter", 20), ("Saturn", 20), ("Neptune", 20),
        ("Pluto", 20),
    ])
    func isNearThePlace(name: String, seconds: Double) throws {
        let body = try #require(Body(named: name))
        let site = Site(latitude: -30, longitude: 150)
        var path = BodyPath(of: body, from: site)
        let worst =
            (0..<100).map { number in
                let date = Date(timeIntervalSince1970: 1_770_000_000 + 86_400 * 7.31 * Double(number))
                return path.direction(at: date).angle(to: Ephemeris.place(of: body, at: date, from: site).position.unitVector)
            }.max() ?? .infinity
        #expect(worst * 180 / .pi * 3600 < seconds, "\(name) \(worst * 180 / .pi * 3600)″")
    }

    /// (1) Ceres in its epoch, and a comet that comes as near as 0.3 au to the Sun.
    @Test(arguments: [(2.55, 0.078, 2_459_900.0, 73.7, 80.3, 10.6), (0.3, 0.99, 2_461_100.0, 100, 20, 60)])
    func orbitsAreNearTheirPlace(_ q: Double, _ e: Double, _ time: Double, _ w: Double, _ node: Double, _ i: Double) throws {
        let orbit = try #require(
            Orbit(perihelionDistance: q, eccentricity: e, perihelionTime: time, argument: w, node: node, inclination: i))
        let body = Body.asteroid(orbit, h: 3.5, g: 0.15)
        var path = BodyPath(of: body)
        let worst =
            (0..<100).map { number in
                let date = Date(timeIntervalSince1970: 1_770_000_000 + 86_400 * 7.31 * Double(number))
                return path.direction(at: date).angle(to: Ephemeris.place(of: body, at: date).position.unitVector)
            }.max() ?? .infinity
        #expect(worst * 180 / .pi * 3600 < 20, "\(worst * 180 / .pi * 3600)″")
    }
}
