import Ephemeris
import Foundation
import Sky

/// The Sun, the Moon and the planets in the day that follows a time, as one site sees them. Some milliseconds of work.
struct TonightSky: Sendable {
    /// When something crosses a height, and when it is highest.
    struct Way: Sendable, Hashable {
        var rises: Date?
        var sets: Date?
        var highest: Date
        /// Degrees.
        var highestAltitude: Double
        /// All the time above, or below.
        var isAlwaysUp = false
        var isNeverUp = false
    }

    static let bodies: [(name: String, body: Body)] =
        [("Sun", .sun), ("Moon", .moon)] + Planet.allCases.map { ($0.rawValue.capitalized, .planet($0)) }
    private static let step: TimeInterval = 600
    private static let steps = 145
    /// Refraction at the horizon, and half of the Sun's or Moon's width.
    private static let horizon = -0.567
    private static let disc = -0.833

    let begin: Date
    let site: ObservingSite
    private let horizons: [Horizon]
    /// The bodies' places at so many moments of the day, evenly spaced: between them they go straight, but for a minute of arc. The Moon
    /// needs one every two hours.
    private let places: [[SkyPosition]]

    /// - Parameter count: how many of the bodies are wanted: 1 is the Sun alone.
    init(begin: Date, site: ObservingSite, count: Int = Self.bodies.count) {
        (self.begin, self.site) = (begin, site)
        horizons = (0..<Self.steps).map { Horizon(site, at: begin.addingTimeInterval(Double($0) * Self.step)) }
        let day = Double(Self.steps - 1) * Self.step
        let vantages = (0...12).map { Vantage(begin.addingTimeInterval(Double($0) / 12 * day), from: site) }
        places = Self.bodies.prefix(count).map { body in
            let wanted = body.body == .moon ? vantages : [vantages[0], vantages[6], vantages[12]]
            return wanted.map { $0.place(of: body.body).position }
        }
    }

    private func date(_ step: Double) -> Date { begin.addingTimeInterval(step * Self.step) }

    private func position(_ body: Int, _ step: Int) -> SkyPosition {
        let places = places[body]
        let along = Double(step) / Double(Self.steps - 1) * Double(places.count - 1)
        let before = min(places.count - 2, Int(along))
        let (a, b, part) = (places[before].unitVector, places[before + 1].unitVector, along - Double(before))
        return SkyPosition(
            UnitVector(directionOf: a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part, a.z + (b.z - a.z) * part))
    }

    private func altitudes(_ body: Int) -> [Double] { (0..<Self.steps).map { horizons[$0].altitude(of: position(body, $0)) } }

    func way(of body: Int) -> Way {
        way(altitudes(body), above: body < 2 ? Self.disc : Self.horizon)
    }

    /// Of what stands still among the stars.
    func altitudes(of position: SkyPosition) -> [Double] { horizons.map { $0.altitude(of: position) } }

    private func way(_ altitudes: [Double], above limit: Double) -> Way {
        let top = altitudes.indices.max { altitudes[$0] < altitudes[$1] } ?? 0
        var way = Way(highest: date(Double(top)), highestAltitude: altitudes[top])
        way.rises = crossing(altitudes, limit, up: true)
        way.sets = crossing(altitudes, limit, up: false)
        if way.rises == nil, way.sets == nil {
            way.isAlwaysUp = altitudes[0] > limit
            way.isNeverUp = !way.isAlwaysUp
        }
        return way
    }

    private func crossing(_ altitudes: [Double], _ limit: Double, up: Bool) -> Date? {
        for step in 1..<altitudes.count {
            let (a, b) = (altitudes[step - 1] - limit, altitudes[step] - limit)
            if up ? (a < 0 && b >= 0) : (a >= 0 && b < 0) { return date(Double(step - 1) + a / (a - b)) }
        }
        return nil
    }

    /// When the Sun next goes below a height, and when it comes back after that; nil where it does not.
    func sun(below limit: Double) -> (from: Date?, until: Date?) {
        let heights = altitudes(0)
        return (crossing(heights, limit, up: false), crossing(heights, limit, up: true))
    }

    /// The steps in which the Sun is lower than a height: of the day's nights the parts of one.
    func dark(below limit: Double) -> [Int] {
        let heights = altitudes(0)
        return heights.indices.filter { heights[$0] < limit }
    }

    func date(of step: Int) -> Date { date(Double(step)) }
}
