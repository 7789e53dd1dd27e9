import ArgumentParser
import Foundation
import Operations
import SQLiteStore
import Threads

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check everything that is needed, and say how to mend what is missing.",
        discussion: "Ends with 1 when something that is needed is missing.")

    @OptionGroup var homeOptions: HomeOptions
    @Flag(help: "Print one JSON object a check.") var json = false

    func run() async throws {
        let settings = try Settings.read()
        let findings = await House.doctor(homeOptions.folder(settings), settings).examine()
        for finding in findings {
            if json { try printJSON(finding) } else { printLine(finding.description) }
        }
        if findings.worst == .problem { throw ExitCode(1) }
    }
}

extension House {
    static func doctor(_ home: HomeFolder, _ settings: Settings) -> Doctor {
        let database = home.database.path
        let pool = BlockingPool(name: "database check", width: 1)
        let doctor = Doctor(
            home: home.paths, solver: settings.engines.names.contains(.solveField) ? "solve-field" : nil, indexFolder: settings.indexFolder,
            skyCatalog: home.skyCatalog.path,
            timeZone: settings.timeZone,
            database: {
                guard FileManager.default.fileExists(atPath: database) else { return DatabaseState(exists: false) }
                return try await pool.run {
                    let store = try Store.open(path: database)
                    defer { try? store.close() }
                    return DatabaseState(exists: true, damage: try store.problems())
                }
            })
        return Doctor(doctor.checks + [OpenCommandsCheck(isOpen: settings.legacyOpenCommands)])
    }
}

extension HomeFolder {
    var paths: HomePaths { HomePaths(root: root, landingPad: landingPad, data: data, database: database) }
}
