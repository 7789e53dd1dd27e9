import ArgumentParser
import Foundation
import Operations
import SQLiteRepository
import SQLiteStore
import Threads

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy a home, running or not, into one file (.tar, .tar.gz).")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The file to write.", completion: .file()) var file: String
    @Flag(help: "Replace the file where it exists.") var force = false
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let home = homeOptions.folder(try Settings.read())
        try home.requireDatabase()
        let store = try Store.open(path: home.database.path)
        let pool = BlockingPool(name: "snapshot", width: 1)
        let backup = Backup(
            home: home.paths,
            snapshot: { target in
                try await pool.run {
                    try store.backup(to: target.path)
                    return SQLiteObservationRepository(store: try Store.open(path: target.path))
                }
            })
        let report = try await House.explaining {
            try await backup.write(to: URL(fileURLWithPath: file), replacing: force)
        }
        if json {
            try printJSON(report)
        } else {
            printLine("\(report.observations) observations, \(report.files) files, \(report.bytes) bytes in \(report.file)")
            for problem in report.problems { printLine("not as recorded: \(problem)") }
        }
        if !report.problems.isEmpty { throw ExitCode(1) }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup into an empty home.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The backup.", completion: .file()) var file: String
    @Flag(help: "Replace what the home holds; it is kept in folders beside the new contents.") var force = false
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let home = homeOptions.folder(try Settings.read())
        try FileManager.default.createDirectory(at: home.root, withIntermediateDirectories: true)
        let lock = try HomeLock(home)
        defer { withExtendedLifetime(lock) {} }
        let pool = BlockingPool(name: "database check", width: 1)
        let restore = Restore(
            home: home.paths,
            databaseCheck: { database in
                try await pool.run {
                    let store = try Store.open(path: database.path)
                    defer { try? store.close() }
                    if let problem = try store.problems().first {
                        throw PlainError("The backup's database is damaged: \(problem)")
                    }
                }
            })
        let report = try await House.explaining {
            try await restore.read(from: URL(fileURLWithPath: file), replacing: force)
        }
        if json {
            try printJSON(report)
        } else {
            printLine("\(report.files) files, \(report.bytes) bytes restored into \(home.root.path)")
            for folder in report.replaced { printLine("what was there before is in \(folder)") }
        }
    }
}

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Compare every file with its SHA-256 and every record with its files.",
        discussion: "Ends with 1 when something is not as recorded.")

    @OptionGroup var homeOptions: HomeOptions
    @Flag(help: "Print one JSON object a finding, and one at the end.") var json = false

    func run() async throws {
        let home = homeOptions.folder(try Settings.read())
        try home.requireDatabase()
        let store = try Store.open(path: home.database.path)
        // A file on its way in is no leftover while `up` runs.
        let isAtRest = (try? HomeLock(home)) != nil
        let verification = Verification(
            home: home.paths, repository: SQLiteObservationRepository(store: store), grace: isAtRest ? 0 : 300)
        let json = json
        let summary = try await House.explaining {
            try await verification.run(report: { finding in
                if json {
                    try printJSON(finding)
                } else {
                    printLine("\(finding.severity.rawValue): \(finding.taskID ?? finding.file ?? ""): \(finding.message)")
                }
            })
        }
        let damage = try store.problems()
        for problem in damage {
            if json {
                try printJSON(["kind": "database", "severity": "problem", "message": problem])
            } else {
                printLine("problem: database: \(problem)")
            }
        }
        if json {
            try printJSON(summary)
        } else {
            printLine(
                "\(summary.observations) observations, \(summary.files) files, \(summary.bytes) bytes read: "
                    + "\(summary.problems + damage.count) problems")
        }
        if summary.problems + damage.count > 0 { throw ExitCode(1) }
    }
}

extension House {
    /// Turns errors that explain themselves into what the command line prints.
    static func explaining<T>(_ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch let error where error is PlainError || error is ExitCode {
            throw error
        } catch {
            throw PlainError(String(describing: error))
        }
    }
}
