import Catalogs
import Foundation
import Operations
import Testing
import Threads

@Suite struct DoctorTests {
    private let pool = BlockingPool(name: "test", width: 1)

    @Test func looksAtEverything() async throws {
        let home = try TestHome()
        let doctor = Doctor(
            home: home.paths, solver: "solve-field", indexFolder: home.paths.root.path, skyCatalog: home.paths.root.path + "/sky.catalog",
            timeZone: .gmt, database: { DatabaseState(exists: false) })
        let findings = await doctor.examine()
        #expect(
            Set(findings.map(\.name)).isSuperset(of: [
                "solver", "index files", "sky catalogue", "fonts", "landing pad", "data folder", "disk space", "file systems",
                "database", "clock",
                "time zone",
            ]))
        #expect(findings.first { $0.name == "index files" }?.status == .problem)
        #expect(findings.worst == .problem)
        // Nothing of the probing is left.
        #expect(home.files() == [])
        for finding in findings where finding.status == .problem { #expect(finding.remedy != nil) }
    }

    @Test func missesASolver() async {
        let finding = await SolverCheck(program: "no-such-solver-anywhere").examine()
        #expect(finding.map(\.status) == [.problem])
        #expect(finding[0].remedy?.contains("astrometry.net") == true)
        #expect(finding[0].description.contains("to mend: apt-get install"))
    }

    @Test func missesTheSkyCatalogueOrSaysWhereItIsFrom() async throws {
        let home = try TestHome()
        let path = home.paths.root.path + "/sky.catalog"
        let missing = await SkyCatalogCheck(path: path, pool: pool).examine()
        #expect(missing.map(\.status) == [.warning])
        #expect(missing[0].message.contains("is not there") && missing[0].remedy?.contains("astrobase import sky") == true)

        try home.write("not a catalogue", to: "sky.catalog")
        #expect(await SkyCatalogCheck(path: path, pool: pool).examine().map(\.status) == [.warning])

        let source = CatalogSource(
            name: "OpenNGC", version: "v1", license: "CC-BY-SA-4.0", date: "2021-07-05", url: "https://example.org")
        try CatalogWriter.write(CatalogContents(sources: [source]), to: path)
        let found = await SkyCatalogCheck(path: path, pool: pool).examine()
        #expect(found.map(\.status) == [.ok])
        #expect(found[0].message.contains("OpenNGC, v1, 2021-07-05, CC-BY-SA-4.0"))
    }

    @Test func missesAFolder() async throws {
        let home = try TestHome()
        let folder = home.paths.root.appending(path: "not there")
        let findings = await FolderCheck(name: "data folder", folder: folder, pool: pool).examine()
        #expect(findings.map(\.status) == [.problem])
        #expect(findings[0].remedy == "mkdir -p '\(folder.path)'")
    }

    @Test(.enabled(if: getuid() != 0, "root may write everywhere")) func saysWhoseAReadOnlyFolderIs() async throws {
        let home = try TestHome()
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: home.paths.data.path)
        let findings = await FolderCheck(name: "data folder", folder: home.paths.data, pool: pool).examine()
        #expect(findings.map(\.status) == [.problem])
        #expect(findings[0].message.contains("belongs to"))
    }

    @Test func judgesADatabase() async {
        func status(_ state: DatabaseState) async -> DoctorFinding.Status {
            let findings = await DatabaseCheck(examination: { state }).examine()
            return findings.worst
        }
        #expect(await status(DatabaseState(exists: true)) == .ok)
        #expect(await status(DatabaseState(exists: true, pendingMigrations: ["2"])) == .ok)
        #expect(await status(DatabaseState(exists: true, damage: ["row 3 missing from index"])) == .problem)
        #expect(await status(DatabaseState(exists: true, unknownMigrations: ["9"])) == .problem)
        struct Locked: Error {}
        #expect(await DatabaseCheck(examination: { throw Locked() }).examine().worst == .problem)
    }

    @Test func doubtsAClockOfThePast() async {
        #expect(await ClockCheck(now: Date(timeIntervalSince1970: 0)).examine().worst == .warning)
        #expect(await ClockCheck(now: Date(timeIntervalSince1970: 1_800_000_000)).examine().worst == .ok)
    }

    @Test func isOneJSONObjectPerFinding() throws {
        let finding = DoctorFinding("fonts", .warning, "none", remedy: "install some")
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(
            String(decoding: try encoder.encode(finding), as: UTF8.self)
                == #"{"message":"none","name":"fonts","remedy":"install some","status":"warning"}"#)
    }

    @Test func joinsTheFieldsThatIndexFilesServe() {
        // Debian's Tycho-2 indexes 07 and 08 (22 to 30 and 30 to 42 arcminutes), and a far one of 1000 to 1400.
        let coverage = FieldCoverage(quadScales: [(30, 42), (22, 30), (1000, 1400)])
        #expect(coverage.ranges.count == 2)
        #expect(abs(coverage.ranges[0].from - 0.55) < 0.01)
        #expect(abs(coverage.ranges[0].to - 7) < 0.01)
        #expect(coverage.ranges[1].to == 180)
        #expect(FieldCoverage(quadScales: [(22, 30)]).description == "0.6° to 5.0°")
        #expect(FieldCoverage(quadScales: []).ranges == [])
    }
}
