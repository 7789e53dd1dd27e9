import Ephemeris
import Foundation
import HTTPTypes
import Hummingbird
import Sky
import Threads

/// The Moon's phase, where Sun, Moon and planets are, and which objects of the archive's photos are up.
struct TonightPage: Sendable {
    let site: Site
    let tables: CatalogTables
    private let kept = MinuteText()
    /// Files are not to wait for it.
    private let pool = BlockingPool(name: "ephemeris", width: 1)
    /// Objects of photos that are listed at most.
    static let most = 60

    init(site: Site, tables: CatalogTables) { (self.site, self.tables) = (site, tables) }

    func add(to router: Router<VisitContext>) {
        router.get("/tonight") { request, context in
            let now = try request.query.time("at")
            let place = site.configuration.place
            let objects = try await tables.mine()
            let isNow = request.query.given("at") == nil
            let shown = objects.reduce(0) { $0 + $1.photos }
            let (pages, pool) = (site.pages, pool)
            let text = try await kept.text(at: now, "\(isNow) \(objects.count) \(shown)") {
                try await pool.run {
                    var values = Self.values(now, place, objects)
                    values["isNow"] = isNow
                    return pages.render("tonight", values)
                }
            }
            return site.pages.page(
                "tonightFrame", title: "Tonight", ["text": text], scripts: ["tonight.js"], request: request, context: context)
        }
    }

    private static func values(_ now: Date, _ place: ObservingSite?, _ objects: [CatalogTables.Row]) -> [String: Any] {
        let vantage = Vantage(now, from: place)
        let sky = place.map { TonightSky(begin: now, site: $0) }
        var values = moon(now)
        values["now"] = time(now)
        values["hasSite"] = place != nil
        if let place {
            let latitude = "\(Wording.number(abs(place.latitude), digits: 3))° \(place.latitude < 0 ? "south" : "north")"
            let longitude = "\(Wording.number(abs(place.longitude), digits: 3))° \(place.longitude < 0 ? "west" : "east")"
            values["site"] = "\(latitude), \(longitude), \(Wording.number(place.height, digits: 0)) m"
        }
        let night = place.map { TonightSky(begin: evening(now, $0), site: $0, count: 1) }
        if let night { values["night"] = times(night) }
        values["bodies"] = bodies(now, vantage, place, sky)
        let sun = vantage.place(of: .sun).position
        let rows = self.objects(objects, now, place, night, sun)
        values["objects"] = rows
        values["hasObjects"] = !rows.isEmpty
        values["objectCount"] =
            objects.isEmpty
            ? ""
            : rows.count < objects.count
                ? "\(rows.count) of the \(objects.count) objects in my photos" : "\(rows.count) objects in my photos"
        return values
    }

    // MARK: The Moon

    private static func moon(_ now: Date) -> [String: Any] {
        let phases = MoonPhase.following(now, count: 4)
        // Before the full Moon comes the first quarter or the new one: it grows until then.
        let isWaxing = phases.first.map { [.firstQuarter, .full].contains($0.phase) } ?? true
        let lit = Ephemeris.place(of: .moon, at: now).illuminatedFraction
        let names: [MoonPhase: String] = [
            .new: "New Moon", .firstQuarter: "First quarter", .full: "Full Moon", .lastQuarter: "Last quarter",
        ]
        return [
            "moon": MoonDrawing.svg(lit: lit, isWaxing: isWaxing),
            "moonText": "\(Int((100 * lit).rounded())) % lit, \(isWaxing ? "waxing" : "waning")",
            "phases": phases.map { ["name": names[$0.phase] ?? "", "time": time($0.date)] },
        ]
    }

    // MARK: The night

    /// The noon from which the night is told: that before the night which is now, or which comes next.
    private static func evening(_ now: Date, _ place: ObservingSite) -> Date {
        let sun = { (date: Date) in Horizon(place, at: date).altitude(of: Ephemeris.place(of: .sun, at: date, from: place).position) }
        // Noon of the mean Sun at the site: within twenty minutes of the true one.
        let day = now.timeIntervalSince1970 / 86_400 + place.longitude / 360 - 0.5
        let noon = Date(timeIntervalSince1970: (day.rounded(.down) + 0.5 - place.longitude / 360) * 86_400)
        let isMorning = now.timeIntervalSince(noon) > 43_200
        return isMorning && sun(now) > 0 ? noon.addingTimeInterval(86_400) : noon
    }

    private static func times(_ sky: TonightSky) -> [[String: Any]] {
        let limits: [(String, Double)] = [
            ("Sun is down", -0.833), ("Bright stars show", -6), ("Nautical dark", -12), ("Fully dark", -18),
        ]
        return limits.map { name, limit in
            let times = sky.sun(below: limit)
            var line: [String: Any] = [
                "name": name, "below": "Sun below \(limit == -0.833 ? "the horizon" : "−\(Wording.number(-limit, digits: 0))°")",
            ]
            if let from = times.from { line["from"] = time(from) }
            if let until = times.until { line["to"] = time(until) }
            if times.from == nil, times.until == nil {
                line["never"] = sky.dark(below: limit).isEmpty ? "not in this night" : "all day"
            }
            return line
        }
    }

    private static func bodies(_ now: Date, _ vantage: Vantage, _ place: ObservingSite?, _ sky: TonightSky?) -> [[String: Any]] {
        let horizon = place.map { Horizon($0, at: now) }
        let sun = vantage.place(of: .sun).position
        return TonightSky.bodies.enumerated().map { index, body in
            let at = vantage.place(of: body.body)
            var row: [String: Any] = [
                "name": body.name, "ra": String(Wording.hours(at.position.ra).prefix(7)),
                "dec": String(Wording.degrees(at.position.dec).prefix(8)),
                "magnitude": at.magnitude.map { signed($0, digits: 1) } ?? "",
                "lit": index == 0 ? "" : "\(Int((100 * at.illuminatedFraction).rounded())) %",
                "distance": body.name == "Moon"
                    ? "\(Wording.number(at.distance * 149_597_870.7 / 1000, digits: 0)) 000 km"
                    : "\(Wording.number(at.distance, digits: 2)) au",
                "fromSun": index == 0 ? "" : "\(Wording.number(at.position.separation(to: sun), digits: 0))°",
                "map": "/sky#ra=\(Wording.number(at.position.ra, digits: 3))&dec=\(Wording.number(at.position.dec, digits: 3))&field=40",
            ]
            if let horizon, let sky {
                let altitude = horizon.altitude(of: at.position)
                row["altitude"] = "\(signed(altitude))°"
                row["direction"] = altitude < 0 ? "below horizon" : direction(horizon.azimuth(of: at.position))
                row["isUp"] = altitude > 0
                let way = sky.way(of: index)
                row["rises"] = way.rises.map(time) ?? ["never": way.isAlwaysUp ? "is up" : "stays down"]
                row["sets"] = way.sets.map(time) ?? ["never": way.isAlwaysUp ? "is up" : "stays down"]
                row["highest"] = time(way.highest)
                row["highestAltitude"] = "\(signed(way.highestAltitude))°"
            }
            return row
        }
    }

    private static func direction(_ azimuth: Double) -> String {
        let names = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"]
        return names[Int((azimuth / 45).rounded()) % 8]
    }

    // MARK: My objects

    private static func objects(
        _ mine: [CatalogTables.Row], _ now: Date, _ place: ObservingSite?, _ sky: TonightSky?, _ sun: SkyPosition
    ) -> [[String: Any]] {
        let horizon = place.map { Horizon($0, at: now) }
        let columns = CatalogColumn.columns(of: .deepsky).map(\.key)
        func cell(_ row: CatalogTables.Row, _ key: String) -> String {
            columns.firstIndex(of: key).map { row.cells[$0].text } ?? ""
        }
        // Those with a magnitude come first, brightest first, as the catalogue lists them.
        let known = mine.prefix(most)
        // What is left of the night, as dark as it becomes.
        let night = sky.map { sky in [-18.0, -12, -6, -0.833].lazy.map { sky.dark(below: $0) }.first { !$0.isEmpty } ?? [] } ?? []
        let left = night.filter { step in sky.map { $0.date(of: step) >= now } ?? false }
        let dark = left.isEmpty ? night : left
        let rows = known.compactMap { object -> (Double, [String: Any])? in
            guard let position = object.position else { return nil }
            let name = cell(object, "name")
            var row: [String: Any] = [
                "name": name, "kind": cell(object, "kind"), "magnitude": cell(object, "magnitude"), "photos": "\(object.photos)",
                "link": "/?at=\(QueryParameters.encode(name))", "fromSun": "\(Wording.number(position.separation(to: sun), digits: 0))°",
            ]
            var key = position.separation(to: sun)
            if let horizon, let sky {
                let altitude = horizon.altitude(of: position)
                row["altitude"] = "\(signed(altitude))°"
                row["direction"] = altitude < 0 ? "below horizon" : direction(horizon.azimuth(of: position))
                row["isUp"] = altitude > 0
                let heights = sky.altitudes(of: position)
                key = -90
                if let best = dark.max(by: { heights[$0] < heights[$1] }) {
                    key = heights[best]
                    row["best"] = time(sky.date(of: best))
                    row["bestAltitude"] = "\(signed(heights[best]))°"
                }
            }
            return (key, row)
        }
        return rows.sorted { $0.0 > $1.0 }.map(\.1)
    }

    private static func signed(_ number: Double, digits: Int = 0) -> String {
        let text = Wording.number(abs(number), digits: digits)
        return number < 0 && text.contains { ("1"..."9").contains($0) } ? "−\(text)" : text
    }

    /// A time as machines read it, and as people do without scripts: as long as the script writes it, so that nothing moves.
    private static func time(_ date: Date) -> [String: Any] {
        let minute = Date(timeIntervalSince1970: (date.timeIntervalSince1970 / 60).rounded() * 60)
        let text = DateTime.text(minute)
        let isToday = text.prefix(10) == DateTime.text(Date()).prefix(10)
        let day = isToday ? "" : "\(minute.formatted(dayFormat)), "
        return ["machine": text, "text": day + text.dropFirst(11).prefix(5)]
    }

    private static let dayFormat = Date.FormatStyle(locale: Locale(identifier: "en_GB"), timeZone: .gmt).day().month(.abbreviated)
}
