import Ephemeris
import Foundation
import Observations
import Server
import Sky
import Testing

@Suite struct MovingNamesTests {
    /// Squares of 4 to 40 degrees along the zodiac, at times of forty nights.
    private static let outlines: [FieldOutline] = {
        var random = Steps()
        func between(_ a: Double, _ b: Double) -> Double { a + (b - a) * random.next() }
        return (1...4000).map { id in
            let night = (between(0, 40)).rounded(.down) * 9
            let date = Date(timeIntervalSince1970: 1_770_000_000 + 86_400 * (night + between(0, 0.4)))
            let ra = between(0, 360)
            let (dec, half) = (23.4 * sin(ra * .pi / 180) + between(-6, 6), between(2, 20))
            let corners = [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map { x, y in
                SkyPosition(ra: ra + x * half / cos(dec * .pi / 180), dec: max(-89, min(89, dec + y * half))).unitVector
            }
            return FieldOutline(id: Int64(id), name: "\(id)", date: id % 50 == 0 ? nil : date, vertices: corners)
        }
    }()

    @Test(arguments: ["Moon", "Mercury", "Jupiter", "Sun"])
    func noPassageIsMissed(name: String) throws {
        let body = try #require(Body(named: name))
        let site = ObservingSite(latitude: 52, longitude: 5)
        let found = MovingNames.passages(of: body, through: Self.outlines, from: site)
        var path = BodyPath(of: body, from: site)
        let due = Self.outlines.filter { outline in
            outline.date.map { SphericalPolygon(outline.vertices).contains(path.direction(at: $0)) } ?? false
        }
        #expect(found == due.map(\.id))
        #expect(found.count > 50)
    }

    @Test func namesAreRead() async throws {
        let names = MovingNames(bodies: nil)
        #expect(try await names.found("jupiter")?.name == "Jupiter")
        #expect(try await names.found("Ceres") == nil)
    }
}

/// The same numbers from 0 to 1 in each run.
private struct Steps {
    private var state: UInt64 = 42

    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
    }
}
