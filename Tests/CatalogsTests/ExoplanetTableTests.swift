import Catalogs
import Testing

@Suite struct ExoplanetTableTests {
    private func read(_ lines: [String]) -> [[String?]] {
        var table = ExoplanetTable()
        return lines.compactMap { line in
            if case .planet(let values) = table.read(line) { values } else { nil }
        }
    }

    private func value(_ name: String, _ planet: [String?]) -> String? {
        ExoplanetTable.columns.firstIndex(of: name).flatMap { planet[$0] }
    }

    @Test func columnsAreKnownByName() {
        let planets = read([
            "# This file was produced by the NASA Exoplanet Archive", "#", "dec,sy_vmag,pl_name,ra,hostname,rowid",
            "20.7,5.5,51 Peg b,344.4,51 Peg,1", "1,,\"HD 1, b\",2,\"The \"\"first\"\"\",2",
        ])
        #expect(planets.count == 2)
        #expect(value("pl_name", planets[0]) == "51 Peg b" && value("ra", planets[0]) == "344.4" && value("gaia_id", planets[0]) == nil)
        #expect(value("pl_name", planets[1]) == "HD 1, b" && value("hostname", planets[1]) == "The \"first\"")
        #expect(value("sy_vmag", planets[1]) == nil)
    }

    /// Table PS has a row for each publication.
    @Test func onlyTheArchivesChoiceCounts() {
        let planets = read(["pl_name,default_flag,ra,dec", "a,0,1,2", "a,1,3,4", "b,1,5,6"])
        #expect(planets.map { value("ra", $0) } == ["3", "5"])
    }

    @Test func badLinesAreTold() {
        var table = ExoplanetTable()
        _ = table.read("pl_name,ra,dec")
        for line in ["a,1", "a,1,2,3", "\"a,1,2", ",1,2"] {
            guard case .bad = table.read(line) else {
                Issue.record("\(line) was taken")
                continue
            }
        }
        #expect(table.isExoplanets)
        var other = ExoplanetTable()
        _ = other.read("<html><body>")
        #expect(!other.isExoplanets)
    }
}
