import Observations

extension ListedCatalog {
    /// The columns that lists show, in their order. The first ones are those of the existing system.
    var columns: [(name: String, kind: FilterField.Kind)] {
        switch self {
        case .exoplanets:
            [
                ("id", .integer), ("pl_name", .text), ("hostname", .text), ("pl_letter", .text), ("hd_name", .text), ("hip_name", .text),
                ("tic_name", .text), ("gaia_name", .text), ("sy_snum", .integer), ("sy_pnum", .integer), ("discoverymethod", .text),
                ("disc_year", .integer), ("disc_facility", .text), ("soltype", .text), ("pl_orbper", .number), ("pl_rade", .number),
                ("pl_bmasse", .number), ("st_spectype", .text), ("ra", .number), ("dec", .number), ("sy_dist", .number),
                ("sy_vmag", .number),
            ]
        case .asteroids:
            Self.placed + [
                ("number", .integer), ("slope", .number), ("epoch", .number), ("mean_anomaly", .number), ("argument", .number),
                ("node", .number), ("inclination", .number), ("eccentricity", .number), ("semimajor_axis", .number),
            ]
        case .comets:
            Self.placed + [
                ("slope", .number), ("perihelion_time", .date), ("perihelion_distance", .number), ("argument", .number),
                ("node", .number), ("inclination", .number), ("eccentricity", .number),
            ]
        }
    }

    private static let placed: [(name: String, kind: FilterField.Kind)] = [
        ("id", .integer), ("designation", .text), ("absolute_magnitude", .number), ("timestamp", .date), ("visual_magnitude", .number),
        ("ra", .number), ("dec", .number),
    ]

    /// Takes a row's values: those of `columns`, and for asteroids the key of the name.
    var insertion: String {
        let marks = Array(repeating: "?", count: stored.count).joined(separator: ", ")
        return "INSERT INTO entry (\(stored.joined(separator: ", "))) VALUES (\(marks))"
    }

    var stored: [String] { columns.map(\.name) + (self == .asteroids ? ["name_key"] : []) }

    /// Columns by which lists are filtered and ordered often.
    var indexed: [String] {
        switch self {
        case .exoplanets: ["pl_name", "hostname", "sy_vmag"]
        case .asteroids: ["designation", "number", "name_key", "absolute_magnitude", "visual_magnitude"]
        case .comets: ["designation", "visual_magnitude"]
        }
    }

    var schema: String {
        let types: [FilterField.Kind: String] = [.text: "TEXT", .integer: "INTEGER", .number: "REAL", .date: "REAL", .flag: "INTEGER"]
        let columns = columns.map { $0.name == "id" ? "id INTEGER PRIMARY KEY" : "\($0.name) \(types[$0.kind] ?? "TEXT")" }
        return """
            CREATE TABLE entry (\((columns + (self == .asteroids ? ["name_key TEXT"] : [])).joined(separator: ", ")));
            CREATE TABLE block (id INTEGER PRIMARY KEY, orbits BLOB NOT NULL);
            CREATE TABLE record (origin TEXT, date REAL, rows INTEGER, bad_lines INTEGER, tag TEXT, modified TEXT);
            """
    }
}
