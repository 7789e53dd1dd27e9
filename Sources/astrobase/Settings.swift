import Configuration
import Ephemeris
import Foundation
import Pipeline

/// What can be set from outside, read once at the start and handed down as values.
struct Settings: Sendable {
    var host: String
    var port: Int
    var autoProcess: Bool
    /// Nil: inside the home folder.
    var landingPad: String?
    var dataFolder: String?
    var pollingSeconds: Double
    /// The zone of camera clocks that do not say theirs.
    var timeZone: TimeZone
    var trashDays: Int
    var maxMegapixels: Int
    var indexFolder: String
    var engines: EngineChain
    /// The server with nova's API, the key to it, what is asked for beside a picture, and how patiently.
    var novaAddress: String
    var novaKey: String
    var novaOptions: String?
    var novaSeconds: Double
    var novaSlots: Int
    var novaPoll: Double
    /// Whether this server answers nova's API, how large a file it takes there, how long it keeps results, and whence it fetches pictures.
    var novaServes: Bool
    var novaMegabytes: Int
    var novaDays: Double
    var novaFetch: String?
    /// Nil: inside the home folder.
    var skyCatalog: String?
    var solveSeconds: Double
    var solveSlots: Int
    var solveMegabytes: Int
    /// What derived URLs begin with; nil: the address of the request.
    var dataHost: String?
    /// Path of the REST API.
    var basePath: String
    /// Origins whose scripts may use the API.
    var origins: [String]
    /// Commands may be sent as GET by anybody.
    var legacyOpenCommands: Bool
    var uploadMegabytes: Int
    /// Jobs that are made for each solved picture.
    var annotations: [String]
    /// Where the pictures are taken; nil: anywhere.
    var site: Site?
    /// The address of the broker that holds the queues, with its password; nil: the home holds them.
    var broker: String?
    /// The REST API that keeps a worker's records, and who calls it.
    var backend: String?
    var backendUser: String?
    var backendPassword: String?
    /// Where a role without pages tells how it does; it does not where no port is set.
    var statusHost: String
    var statusPort: Int?
    var logLevel: String

    /// - Throws: `PlainError` naming the variable that has no sensible value.
    static func read() throws -> Settings {
        let reader = ConfigReader(provider: EnvironmentVariablesProvider())
        return Settings(
            host: reader.string(forKey: "astrobase.host", default: "127.0.0.1"),
            port: try number(reader, "astrobase.port", default: 8000, in: 0...65535),
            autoProcess: reader.bool(forKey: "astrobase.auto.process", default: false),
            landingPad: reader.string(forKey: "landing.pad"),
            dataFolder: reader.string(forKey: "local.data.dir"),
            pollingSeconds: Double(try number(reader, "polling.in.seconds", default: 30, in: 1...86_400)),
            timeZone: try timeZone(reader),
            trashDays: try number(reader, "astrobase.trash.days", default: 30, in: 0...36_500),
            maxMegapixels: try number(reader, "astrobase.max.megapixels", default: 400, in: 1...4000),
            indexFolder: reader.string(forKey: "astrobase.index.dir", default: "/usr/share/astrometry"),
            engines: try engines(reader),
            novaAddress: reader.string(forKey: "astrometry.url", default: "http://nova.astrometry.net"),
            novaKey: reader.string(forKey: "astrometry.api.key", isSecret: true, default: ""),
            novaOptions: reader.string(forKey: "astrometry.options"),
            novaSeconds: Double(try number(reader, "astrometry.seconds", default: 3600, in: 1...86_400)),
            novaSlots: try number(reader, "astrometry.at.once", default: 4, in: 1...64),
            novaPoll: try seconds(reader, "astrometry.poll.seconds", default: 3, in: 0.05...3600),
            novaServes: reader.bool(forKey: "astrobase.nova.api", default: true),
            novaMegabytes: try number(reader, "astrobase.nova.megabytes", default: 512, in: 1...65_536),
            novaDays: try seconds(reader, "astrobase.nova.days", default: 30, in: 0.0001...36_500),
            novaFetch: reader.string(forKey: "astrobase.nova.fetch").flatMap { $0.isEmpty ? nil : $0 },
            skyCatalog: reader.string(forKey: "astrobase.catalog"),
            solveSeconds: Double(try number(reader, "astrobase.solve.seconds", default: 600, in: 1...86_400)),
            solveSlots: try number(
                reader, "astrobase.solve.slots", default: max(1, min(4, ProcessInfo.processInfo.activeProcessorCount)),
                in: 1...64),
            solveMegabytes: try number(reader, "astrobase.solve.megabytes", default: 1024, in: 256...65_536),
            dataHost: reader.string(forKey: "data.host"),
            basePath: try basePath(reader),
            origins: (reader.string(forKey: "astrobase.cors.origins") ?? "").split(separator: ",")
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty },
            legacyOpenCommands: reader.bool(forKey: "legacy.open.commands", default: false),
            uploadMegabytes: try number(reader, "astrobase.upload.megabytes", default: 4096, in: 1...1_000_000),
            annotations: try annotations(reader),
            site: try site(reader),
            broker: reader.string(forKey: "rabbitmq.broker", isSecret: true).flatMap { $0.isEmpty ? nil : $0 },
            backend: reader.string(forKey: "astrobase.url"),
            backendUser: reader.string(forKey: "astrobase.user"),
            backendPassword: reader.string(forKey: "astrobase.password", isSecret: true),
            statusHost: reader.string(forKey: "astrobase.status.host", default: "127.0.0.1"),
            statusPort: reader.string(forKey: "astrobase.status.port") == nil
                ? nil : try number(reader, "astrobase.status.port", default: 0, in: 0...65535),
            logLevel: reader.string(forKey: "astrobase.log.level", default: "info"))
    }

    private static func annotations(_ reader: ConfigReader) throws -> [String] {
        let words = (reader.string(forKey: "astrobase.annotations") ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        if let wrong = words.first(where: { !WantedAnnotations.possible.contains($0) }) {
            throw PlainError(
                "ASTROBASE_ANNOTATIONS names \"\(wrong)\"; it takes some of \(WantedAnnotations.possible.joined(separator: ", ")).")
        }
        return words
    }

    private static func site(_ reader: ConfigReader) throws -> Site? {
        guard let text = reader.string(forKey: "astrobase.site"), !text.isEmpty else { return nil }
        guard let site = Site(words: text) else {
            throw PlainError("ASTROBASE_SITE is \"\(text)\"; it takes latitude, longitude and height, such as 52.1,5.2,10.")
        }
        return site
    }

    private static func number(
        _ reader: ConfigReader, _ key: String, default standard: Int, in range: ClosedRange<Int>
    ) throws -> Int {
        guard let text = reader.string(forKey: ConfigKey(key)) else { return standard }
        guard let value = Int(text), range.contains(value) else {
            let name = key.uppercased().replacingOccurrences(of: ".", with: "_")
            throw PlainError(
                "\(name) is \"\(text)\"; it takes a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    private static func seconds(
        _ reader: ConfigReader, _ key: String, default standard: Double, in range: ClosedRange<Double>
    ) throws -> Double {
        guard let text = reader.string(forKey: ConfigKey(key)) else { return standard }
        guard let value = Double(text), range.contains(value) else {
            let name = key.uppercased().replacingOccurrences(of: ".", with: "_")
            throw PlainError("\(name) is \"\(text)\"; it takes a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    private static func basePath(_ reader: ConfigReader) throws -> String {
        let path = reader.string(forKey: "astrobase.base.path", default: "/my_astrobase")
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        let taken: Set<Substring> = [
            "assets", "astrobase", "observations", "previews", "api", "fragment", "login", "logout", "healthz", "metrics", "openapi.json",
            "favicon.ico",
        ]
        guard path.hasPrefix("/"), !parts.contains(where: \.isEmpty), parts.first.map({ !taken.contains($0) }) ?? false,
            path.utf8.allSatisfy({
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "/_-.".utf8.contains($0)
            })
        else {
            throw PlainError("ASTROBASE_BASE_PATH is \"\(path)\"; it takes a path such as /my_astrobase, with no slash at its end.")
        }
        return path
    }

    private static func engines(_ reader: ConfigReader) throws -> EngineChain {
        guard let words = reader.string(forKey: "astrobase.engine") else { return .usual }
        guard let chain = EngineChain(argument: words) else {
            throw PlainError("ASTROBASE_ENGINE is \"\(words)\"; it takes \(EngineChain.words), such as index,nova.")
        }
        return chain
    }

    private static func timeZone(_ reader: ConfigReader) throws -> TimeZone {
        guard let name = reader.string(forKey: "astrobase.timezone") else { return .current }
        guard let zone = TimeZone(identifier: name) else {
            throw PlainError("ASTROBASE_TIMEZONE is \"\(name)\"; it takes a name such as Europe/Amsterdam or UTC.")
        }
        return zone
    }
}
