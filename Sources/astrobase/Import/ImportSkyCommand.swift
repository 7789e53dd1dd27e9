import ArgumentParser
import Catalogs
import Foundation
import KStarsData
import Threads

struct ImportSkyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sky", abstract: "Make the offline catalogue of stars, deep-sky objects and constellations.",
        discussion: """
            FOLDER is what Debian's package kstars-data holds (usr/share/kstars). Without FOLDER: say which catalogue is there; \
            ends with 1 when there is none that can be used.
            """, aliases: ["stars", "deep-sky"])

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The folder with stars.dat, OpenNGC.kscat and so on.", completion: .directory) var folder: String?
    @Option(help: "Where the folder comes from, for the record.") var origin = "a folder of KStars' data"
    @Option(help: "The file to write. (default: ASTROBASE_CATALOG, else catalogs/sky.catalog in the home folder)")
    var out: String?
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let home = homeOptions.folder(try Settings.read())
        let path = out.map { URL(fileURLWithPath: $0).path } ?? home.skyCatalog.path
        let (folder, origin) = (folder, origin)
        let pool = BlockingPool(name: "import", width: 1)
        do {
            let file = try await pool.run {
                if let folder { try Self.importSky(from: folder, origin: origin, to: path) }
                return try CatalogFile(path: path)
            }
            try show(file)
        } catch let error as KStarsError {
            throw PlainError("\(error). Nothing was changed.")
        } catch let error as CatalogError {
            throw PlainError(error.description)
        }
    }

    /// Blocks for some seconds.
    private static func importSky(from folder: String, origin: String, to path: String) throws {
        let (contents, report) = try KStarsFolder(path: folder).read(origin: origin)
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        } catch {
            throw PlainError("The folder \(parent.path) cannot be made: \(error.localizedDescription)")
        }
        try CatalogWriter.write(contents, to: path)
        if !report.missingFigureStars.isEmpty {
            let numbers = report.missingFigureStars.map { "HD \($0)" }.joined(separator: ", ")
            printError("Constellations are drawn without stars that are in no file: \(numbers)")
        }
    }

    private func show(_ file: CatalogFile) throws {
        if json {
            struct Shown: Encodable {
                var path: String
                var stars: Int
                var deepSky: Int
                var constellations: Int
                var sources: [CatalogSource]
            }
            try printJSON(
                Shown(
                    path: file.path, stars: file.starCount, deepSky: file.deepSkyCount,
                    constellations: file.constellations.count, sources: file.sources))
        } else {
            printLine(
                "\(file.path): \(file.starCount) stars, \(file.deepSkyCount) deep-sky objects, "
                    + "\(file.constellations.count) constellations")
            for source in file.sources { printLine("  \(source), \(source.url)") }
        }
    }
}
