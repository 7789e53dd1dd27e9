import ArgumentParser
import Foundation

/// The option that every command takes.
struct HomeOptions: ParsableArguments {
    @Option(help: "The home folder: landing pad, archive and database. (default: ASTROBASE_HOME, else ~/astrobase)")
    var home: String?

    func folder(_ settings: Settings) -> HomeFolder {
        let environment = ProcessInfo.processInfo.environment["ASTROBASE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        let path = home ?? environment ?? "~/astrobase"
        return HomeFolder(path: (path as NSString).expandingTildeInPath, settings: settings)
    }
}

/// Where everything of one archive is.
struct HomeFolder: Sendable {
    let root: URL
    let landingPad: URL
    let data: URL
    /// The offline catalogue of stars and objects; it may not be there.
    let skyCatalog: URL

    init(path: String, settings: Settings) {
        root = URL(fileURLWithPath: path, isDirectory: true).standardizedFileURL
        landingPad =
            settings.landingPad.map { URL(fileURLWithPath: $0, isDirectory: true).standardizedFileURL }
            ?? root.appending(path: "landing_pad", directoryHint: .isDirectory)
        data =
            settings.dataFolder.map { URL(fileURLWithPath: $0, isDirectory: true).standardizedFileURL }
            ?? root.appending(path: "data", directoryHint: .isDirectory)
        skyCatalog =
            settings.skyCatalog.map { URL(fileURLWithPath: $0).standardizedFileURL }
            ?? root.appending(path: "catalogs/sky.catalog")
    }

    var database: URL { root.appending(path: "astrobase.sqlite") }
    var solver: URL { root.appending(path: "solver", directoryHint: .isDirectory) }
    /// Where workers that share the data folder keep what they solve.
    var sharedSolver: URL { data.appending(path: ".solver", directoryHint: .isDirectory) }
    /// What programs handed in to be solved, and the results.
    var nova: URL { root.appending(path: "nova", directoryHint: .isDirectory) }
    /// Exoplanets, asteroids, comets.
    var catalogs: URL { root.appending(path: "catalogs", directoryHint: .isDirectory) }
    var cache: URL { root.appending(path: "cache", directoryHint: .isDirectory) }

    func create() throws { try make([root, landingPad, data, solver, nova, cache]) }

    /// Only what workers share with the server.
    func createShared() throws { try make([data]) }

    private func make(_ folders: [URL]) throws {
        for folder in folders {
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            } catch {
                throw PlainError("The folder \(folder.path) cannot be made: \(error.localizedDescription)")
            }
        }
    }

    /// - Throws: when there is no archive here yet.
    func requireDatabase() throws {
        guard FileManager.default.fileExists(atPath: database.path) else {
            throw PlainError("There is no archive in \(root.path): start one with `astrobase up --home \(root.path)`.")
        }
    }
}
