import Ephemeris
import Foundation
import Hummingbird
import Observations
import Pipeline
import Sky

/// What moves: `planet/`, `bright_moon/`, `asteroid/`, `comet/`, `minor_planets/` by name and time, `small_bodies/` by place, `moonphases/`, `starmap/`.
///
/// Places are astrometric, ICRS, from the configured site or the Earth's centre. The existing system's answers have numbers as text;
/// these do too, and as numbers where it has numbers.
struct SolarRoutes: Sendable {
    let site: Site
    let bodies: any SmallBodies

    func add(to group: RouterGroup<VisitContext>) {
        group.get("planet") { request, _ in
            try await answer(request) { name in Body(named: name).map { SmallBody(name: name.lowercased().capitalized, body: $0) } }
        }
        group.get("asteroid") { request, _ in
            try await answer(request) { try await small($0) { if case .asteroid = $0 { true } else { false } } }
        }
        group.get("comet") { request, _ in try await answer(request) { try await small($0) { if case .comet = $0 { true } else { false } } }
        }
        group.get("bright_moon") { request, _ in
            try await answer(request) { name in
                Satellite(rawValue: name.lowercased()).map { SmallBody(name: name.lowercased().capitalized, body: .satellite($0)) }
            }
        }
        group.get("minor_planets") { request, _ in try await answer(request) { try await small($0) { _ in true } } }
        group.get("small_bodies", use: inField)
        group.get("moonphases") { _, _ in Self.moonPhases(Date()) }
        group.get("starmap", use: starMap)
    }

    private func small(_ name: String, _ isWanted: (Body) -> Bool) async throws -> SmallBody? {
        for exactly in [true, false] {
            if let found = try await bodies.bodies(named: name, exactly: exactly, limit: 20).first(where: { isWanted($0.body) }) {
                return found
            }
        }
        return nil
    }

    private func name(_ request: Request) throws -> String {
        guard let name = request.query.given("name")?.trimmed, !name.isEmpty else {
            throw APIError(field: "name", "This field is required.")
        }
        return name
    }

    private func answer(_ request: Request, find: (String) async throws -> SmallBody?) async throws -> Response {
        let (name, time) = (try name(request), try request.query.time("timestamp"))
        guard let body = try await find(name) else {
            throw APIError(.notFound, detail: "Nothing called \"\(name.prefix(80))\" is known here.")
        }
        var json = JSONWriter()
        Self.write(body, asked: name, Ephemeris.place(of: body.body, at: time, from: site.configuration.place), time, to: &json)
        return Response(json: json)
    }

    private static func write(_ body: SmallBody, asked name: String, _ place: Place, _ time: Date, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("designation", body.name)
            json.member("timestamp", DateTime.text(time))
            json.member("ra", hours(place.position.ra))
            json.member("dec", degrees(place.position.dec))
            json.member("ra_decimal", "\(place.position.ra)")
            json.member("dec_decimal", "\(place.position.dec)")
            json.member("distance_from_earth", "\(place.distance)")
            json.member("distance_from_sun", "\(place.sunDistance)")
            json.member("phase_angle", place.phaseAngle)
            switch body.body {
            case .asteroid(_, let h, let g):
                json.member("magnitude_h", h)
                json.member("magnitude_g", g)
            case .comet(_, let m1, let k):
                json.member("magnitude_g", m1)
                json.member("magnitude_k", k)
            case .sun, .moon, .planet, .satellite: break
            }
            json.member("visual_magnitude", place.magnitude)
        }
    }

    /// "05h 12m 33.12s"
    private static func hours(_ ra: Double) -> String {
        let hundredths = Int((ra / 15 * 360_000).rounded()) % 8_640_000
        return String(
            format: "%02dh %02dm %02d.%02ds", hundredths / 360_000, hundredths / 6000 % 60, hundredths / 100 % 60, hundredths % 100)
    }

    /// "-12deg 33' 11.1\""
    private static func degrees(_ dec: Double) -> String {
        let tenths = Int((abs(dec) * 36_000).rounded())
        return String(
            format: "%@%02ddeg %02d' %02d.%d\"", dec < 0 ? "-" : "+", tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60, tenths % 10)
    }

    /// All small bodies in an observation (`observation`), or round a position (`ra`, `dec`, `radius`) at a time, to a `magnitude`.
    @Sendable private func inField(_ request: Request, _ context: VisitContext) async throws -> Response {
        let parameters = request.query
        let limit = try parameters.number("magnitude", in: -30...30, otherwise: SkyMarkers.faintest)
        var (centre, radius, time): (SkyPosition, Double, Date)
        if let text = parameters.given("observation") {
            guard let id = Int64(text.trimmed), let observation = try await site.repository.observation(id: id) else {
                throw APIError.notFound
            }
            do {
                (centre, radius) = try SkyMarkers.field(of: observation)
                time = try SkyMarkers.time(of: observation)
            } catch let error as JobError {
                throw APIError(field: "observation", error.message)
            }
        } else {
            centre = SkyPosition(ra: try parameters.number("ra", in: -360...720), dec: try parameters.number("dec", in: -90...90))
            radius = try parameters.number("radius", in: 0...180)
            time = try parameters.time("timestamp")
        }
        let found = try await bodies.sightings(
            within: radius, of: centre, at: time, from: site.configuration.place, brighterThan: limit)
        var json = JSONWriter(capacity: 1024 + 400 * found.count)
        json.object { json in
            json.member("timestamp", DateTime.text(time))
            json.member("ra", centre.ra)
            json.member("dec", centre.dec)
            json.member("radius", radius)
            json.member("count", found.count)
            json.key("results")
            json.array { json in
                for one in found {
                    Self.write(SmallBody(name: one.name, body: one.body), asked: one.name, one.place, time, to: &json)
                }
            }
        }
        return Response(json: json)
    }

    /// The phases of this year, and of the weeks after it: 54 in all, as the existing system lists them.
    private static func moonPhases(_ now: Date) -> Response {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let year = calendar.date(from: DateComponents(year: calendar.component(.year, from: now), month: 1, day: 1)) ?? now
        let phases = MoonPhase.following(year, count: 54)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.member("numphases", phases.count)
            json.key("phasedata")
            json.array { json in
                for (phase, date) in phases {
                    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date.addingTimeInterval(30))
                    json.object { json in
                        json.member("phase", phase.name)
                        let month = months[min(11, max(0, (parts.month ?? 1) - 1))]
                        json.member("date", String(format: "%02d \(month) %d", parts.day ?? 0, parts.year ?? 0))
                        json.member("time", String(format: "%02d:%02d", parts.hour ?? 0, parts.minute ?? 0))
                    }
                }
            }
        }
        return Response(json: json)
    }

    /// Where a body goes in the days round a time: what a map of its way is drawn from.
    @Sendable private func starMap(_ request: Request, _ context: VisitContext) async throws -> Response {
        let parameters = request.query
        let (name, time) = (try name(request), try parameters.time("timestamp"))
        let past = Int(try parameters.number("days_past", in: 0...366, otherwise: 5))
        let future = Int(try parameters.number("days_future", in: 0...366, otherwise: 10))
        let field = try parameters.number("fov", in: 0.01...180, otherwise: 45)
        let magnitude = try parameters.number("magnitude", in: -30...30, otherwise: 8)
        let major = Body(named: name).map { SmallBody(name: name.lowercased().capitalized, body: $0) }
        let found: SmallBody?
        if let major { found = major } else { found = try await small(name) { _ in true } }
        guard let body = found else { throw APIError(.notFound, detail: "Nothing called \"\(name.prefix(80))\" is known here.") }
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.member("name", name)
            json.member("designation", body.name)
            json.member("timestamp", DateTime.text(time))
            json.member("days_past", past)
            json.member("days_future", future)
            json.member("fov", field)
            json.member("magnitude", magnitude)
            json.key("track")
            json.array { json in
                for day in -past...future {
                    let date = time.addingTimeInterval(Double(day) * 86400)
                    let place = Ephemeris.place(of: body.body, at: date, from: site.configuration.place)
                    json.object { json in
                        json.member("timestamp", DateTime.text(date))
                        json.member("ra", place.position.ra)
                        json.member("dec", place.position.dec)
                        json.member("visual_magnitude", place.magnitude)
                    }
                }
            }
        }
        return Response(json: json)
    }
}

extension MoonPhase {
    fileprivate var name: String {
        switch self {
        case .new: "New Moon"
        case .firstQuarter: "First Quarter"
        case .full: "Full Moon"
        case .lastQuarter: "Last Quarter"
        }
    }
}
