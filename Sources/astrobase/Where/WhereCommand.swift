import ArgumentParser
import Ephemeris
import Foundation
import SQLiteCatalogs
import SQLiteStore
import Sky
import Threads

struct WhereCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "where", abstract: "Where the Sun, the Moon, planets, asteroids and comets are, and how bright.",
        discussion: """
            Places are astrometric, ICRS: as a star catalogue has them. Asteroids and comets are those that were taken in with \
            `astrobase import`, or come from files of the Minor Planet Center, MPCORB.DAT and CometEls.txt, given with --elements; elements \
            of a date near the time asked for are the best.
            """)

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "Sun, Moon, Mercury … Pluto, Io … Callisto, Titan, or the number, name or designation of an asteroid or comet.")
    var names: [String]
    @Option(help: "The time, UTC, such as 2026-11-23T21:30:00Z or 2026-11-23. (default: now)") var at: String?
    // A latitude may begin with a minus.
    @Option(
        parsing: .unconditional,
        help:
            "Latitude and longitude in degrees, north and east positive, and height in metres: 52.1,5.2,10. (default: ASTROBASE_SITE, else the Earth's centre)"
    )
    var site: String?
    @Option(help: "A file of orbital elements; may be given more than once.") var elements: [String] = []
    @Flag(help: "Print one JSON object per line.") var json = false

    func validate() throws {
        guard !names.isEmpty else { throw ValidationError("Name a body, such as Mars.") }
        _ = try time()
        _ = try place()
    }

    func run() async throws {
        let settings = try Settings.read()
        let (time, site) = (try time(), try place() ?? settings.site)
        let (names, elements) = (names, elements)
        let listed = elements.isEmpty ? try await listed(CatalogFolder(folder: homeOptions.folder(settings).catalogs)) : [:]
        let bodies = try await BlockingPool(name: "elements", width: 1).run { try Self.bodies(names, elements, listed) }
        for (name, body) in bodies {
            let place = Ephemeris.place(of: body, at: time, from: site)
            if json {
                try printJSON(Line(name, place, time))
            } else {
                printLine(Self.text(name, place))
            }
        }
    }

    /// What was taken in, by the names that were asked for.
    private func listed(_ catalogs: CatalogFolder) async throws -> [String: (name: String, body: Body)] {
        var found: [String: (name: String, body: Body)] = [:]
        do {
            for name in names where Self.major(name) == nil {
                for exactly in [true, false] where found[name] == nil {
                    let best = try await catalogs.bodies(named: name, exactly: exactly, limit: 1).first
                    found[name] = best.map { ($0.name, $0.body) }
                }
            }
        } catch let error as StoreError {
            throw PlainError("\(error)")
        }
        return found
    }

    /// In the order in which they were named.
    private static func bodies(
        _ names: [String], _ elements: [String], _ listed: [String: (name: String, body: Body)]
    ) throws -> [(name: String, body: Body)] {
        var found = listed
        var small = names.filter { major($0) == nil && found[$0] == nil }
        for path in elements where !small.isEmpty {
            found.merge(try ElementsFile(path: path).bodies(named: small)) { first, _ in first }
            small.removeAll { found[$0] != nil }
        }
        if let missing = small.first {
            throw PlainError(
                elements.isEmpty
                    ? "\(missing) is no planet, nor an asteroid or comet that was taken in: `astrobase import asteroids --update`, or --elements."
                    : "There is no \(missing) in \(elements.joined(separator: ", ")).")
        }
        return names.compactMap { name in major(name) ?? found[name] }
    }

    private static func major(_ name: String) -> (name: String, body: Body)? {
        Body(named: name).map { (name.lowercased().capitalized, $0) }
    }

    private func time() throws -> Date {
        guard let at else { return Date() }
        let day = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        guard let date = (try? Date(at, strategy: .iso8601)) ?? (try? Date(at + "Z", strategy: .iso8601)) ?? (try? Date(at, strategy: day))
        else {
            throw ValidationError("\"\(at)\" is no time such as 2026-11-23T21:30:00Z or 2026-11-23.")
        }
        guard (-2_208_988_800...4_102_444_800.0).contains(date.timeIntervalSince1970) else {
            throw ValidationError("Places are known for 1900 to 2100; \"\(at)\" is not in these years.")
        }
        return date
    }

    private func place() throws -> Site? {
        guard let site else { return nil }
        guard let place = Site(words: site) else {
            throw ValidationError("\"\(site)\" is no place such as 52.1,5.2,10: latitude, longitude, height in metres.")
        }
        return place
    }

    private struct Line: Encodable {
        var name: String
        var time: String
        var ra, dec, distance, sunDistance, phaseAngle, illuminated: Double
        var magnitude: Double?

        init(_ name: String, _ place: Place, _ date: Date) {
            (self.name, time) = (name, date.formatted(.iso8601))
            (ra, dec, distance, sunDistance) = (place.position.ra, place.position.dec, place.distance, place.sunDistance)
            (phaseAngle, illuminated, magnitude) = (place.phaseAngle, place.illuminatedFraction, place.magnitude)
        }
    }

    private static func text(_ name: String, _ place: Place) -> String {
        let tenths = Int((place.position.ra / 15 * 36_000).rounded()) % 864_000
        let arcseconds = Int((abs(place.position.dec) * 3600).rounded())
        let position = String(
            format: "%02dh %02dm %02d.%ds  %@%02d° %02d′ %02d″", tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60, tenths % 10,
            place.position.dec < 0 ? "−" : "+", arcseconds / 3600, arcseconds / 60 % 60, arcseconds % 60)
        let rest = String(
            format: "%.5f au away, %.5f au from the Sun, %.0f %% lit", place.distance, place.sunDistance, 100 * place.illuminatedFraction)
        return "\(name)  \(position)  \(rest)" + (place.magnitude.map { String(format: ", %.1f mag", $0) } ?? "")
    }
}
