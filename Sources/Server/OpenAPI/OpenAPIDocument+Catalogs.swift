import Observations

extension OpenAPIDocument {
    /// Lists of published catalogues, and the commands that bring them up to date.
    var catalogs: [(String, JSONValue)] {
        ListedCatalog.allCases.flatMap { catalog in
            let name = catalog.rawValue
            let filters = OpenAPIParameters.filters(catalog.fields)
            let list = OpenAPIOperation(
                summary: "The \(name) that were taken in", ok: ("200", "CatalogPage"), errors: ["400", "404"],
                parameters: [OpenAPIParameters.page] + filters
            ).json
            func command(_ summary: String, _ parameters: [JSONValue]) -> JSONValue {
                func operation(_ isOpen: Bool) -> JSONValue {
                    OpenAPIOperation(
                        summary: "\(summary) (unverified)", ok: ("200", "Sentences"), errors: ["400", "409", "502"], parameters: parameters,
                        isOpen: isOpen
                    ).json
                }
                return ["post": operation(false), "get": operation(legacyOpenCommands)]
            }
            var paths: [(String, JSONValue)] = [
                ("/\(name)/", ["get": list]), ("/\(name)-all/", ["get": list]),
                ("/update_\(name)/", command("Fetch the published file where it changed", [])),
            ]
            if catalog != .exoplanets {
                paths.append(("/update_\(name)_ephemeris/", command("Work out the listed places for a time", [Self.time])))
            }
            return paths
        }
    }

    /// What moves.
    var solarSystem: [(String, JSONValue)] {
        let name = OpenAPIParameters.query("name", ["type": "string"], isRequired: true)
        func operation(_ summary: String, _ schema: String, _ parameters: [JSONValue]) -> JSONValue {
            ["get": OpenAPIOperation(summary: summary, ok: ("200", schema), errors: ["400", "404"], parameters: parameters).json]
        }
        let bodies = [
            ("planet", "a planet, the Sun or the Moon"), ("asteroid", "an asteroid"), ("comet", "a comet"),
            ("bright_moon", "a large moon of Jupiter, or Titan"),
            ("minor_planets", "an asteroid or comet"),
        ]
        return bodies.map { ("/\($0)/", operation("Where \($1) is (unverified)", "BodyPlace", [name, Self.time])) } + [
            (
                "/small_bodies/",
                operation(
                    "Asteroids and comets in an observation, or round a position (unverified)", "Sightings",
                    [OpenAPIParameters.query("observation", ["type": "integer"]), Self.time]
                        + ["ra", "dec", "radius", "magnitude"].map(Self.number))
            ),
            ("/moonphases/", operation("This year's phases of the Moon", "MoonPhases", [])),
            (
                "/starmap/",
                operation(
                    "A body's way among the stars (unverified)", "StarMap",
                    [name, Self.time] + ["days_past", "days_future", "fov", "magnitude"].map(Self.number))
            ),
        ]
    }

    var stars: (String, JSONValue) {
        (
            "/stars/",
            [
                "get": OpenAPIOperation(
                    summary: "Stars of the offline catalogue round a position (unverified)", ok: ("200", "CatalogPage"),
                    errors: ["400", "404"],
                    parameters: [OpenAPIParameters.page] + ["ra", "dec", "radius", "magnitude"].map(Self.number)
                ).json
            ]
        )
    }

    private static let time = OpenAPIParameters.query("timestamp", ["type": "string", "example": "2026-11-23T21:30:00Z"])

    private static func number(_ name: String) -> JSONValue { OpenAPIParameters.query(name, ["type": "number"]) }
}
