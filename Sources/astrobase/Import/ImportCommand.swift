import ArgumentParser
import Foundation
import Observations
import SQLiteCatalogs
import SQLiteStore
import Tar

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in data of others.",
        subcommands: [ImportSkyCommand.self, ImportExoplanetsCommand.self, ImportAsteroidsCommand.self, ImportCometsCommand.self])
}

struct ImportExoplanetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exoplanets", abstract: "Take in the NASA Exoplanet Archive's planets of other stars.",
        discussion: ListImport.discussion("A table PS or PSCompPars as CSV, with any columns."))
    @OptionGroup var options: ListImport
    func run() async throws { try await options.run(.exoplanets) }
}

struct ImportAsteroidsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "asteroids", abstract: "Take in the Minor Planet Center's asteroids.",
        discussion: ListImport.discussion("MPCORB.DAT or a part of it."))
    @OptionGroup var options: ListImport
    func run() async throws { try await options.run(.asteroids) }
}

struct ImportCometsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "comets", abstract: "Take in the Minor Planet Center's comets.", discussion: ListImport.discussion("CometEls.txt."))
    @OptionGroup var options: ListImport
    func run() async throws { try await options.run(.comets) }
}

/// What the imports of lists have in common.
struct ListImport: ParsableArguments {
    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "A file, plain or .gz, or an address beginning with http:// or https://. (default: say what is there)")
    var source: String?
    @Flag(help: "Fetch the published file, or the address that it came from, where it has changed since.") var update = false
    @Flag(help: "Print one JSON object.") var json = false

    static func discussion(_ form: String) -> String {
        "\(form) What was there stays until the new list is whole. A line that cannot be read is counted and passed over."
    }

    func validate() throws {
        if update, source != nil { throw ValidationError("--update fetches from where the list is published: name no file beside it.") }
    }

    func run(_ catalog: ListedCatalog) async throws {
        let folder = CatalogFolder(folder: homeOptions.folder(try Settings.read()).catalogs)
        let progress = ImportProgress(catalog.rawValue)
        do {
            guard update || source != nil else {
                guard let record = try await folder.record(of: catalog) else {
                    throw PlainError("There are no \(catalog.rawValue) yet: name a file, or use --update.")
                }
                return try show(catalog, CatalogImport(record: record, badLines: []))
            }
            let done: CatalogImport
            if let source, !source.contains("://") {
                done = try await folder.take(catalog, from: source, origin: URL(fileURLWithPath: source).path, progress: progress.show)
            } else {
                done = try await folder.fetch(catalog, from: source, progress: progress.show)
            }
            progress.end()
            try show(catalog, done)
        } catch let error as CatalogListError {
            progress.end()
            throw PlainError(error.description)
        } catch let error as FileError {
            throw PlainError("\(error)")
        } catch let error as TarError {
            progress.end()
            throw PlainError("\(source ?? "The file"): \(error)")
        } catch let error as StoreError {
            throw PlainError("\(error)")
        }
    }

    private func show(_ catalog: ListedCatalog, _ done: CatalogImport) throws {
        let record = done.record
        if json {
            struct Shown: Encodable {
                var catalog, origin, date: String
                var rows, badLines: Int
                var unchanged: Bool
            }
            return try printJSON(
                Shown(
                    catalog: catalog.rawValue, origin: record.origin, date: record.date.formatted(.iso8601), rows: record.rows,
                    badLines: record.badLines, unchanged: done.isUnchanged))
        }
        printLine(
            "\(record.rows) \(catalog.rawValue) from \(record.origin), taken in \(record.date.formatted(.iso8601))"
                + (done.isUnchanged ? "; nothing newer is published" : ""))
        guard record.badLines > 0 else { return }
        let numbers = done.badLines.map(String.init).joined(separator: ", ")
        printError(
            "\(record.badLines) \(record.badLines == 1 ? "line" : "lines") could not be read"
                + (numbers.isEmpty ? "." : ": \(numbers)\(done.badLines.count < record.badLines ? " …" : "")."))
    }
}

/// Rows so far, on a terminal only.
struct ImportProgress: Sendable {
    private let what: String
    private let isShown = isatty(STDERR_FILENO) == 1

    init(_ what: String) { self.what = what }

    func show(_ rows: Int) {
        if isShown { FileHandle.standardError.write(Data("\r\(rows) \(what)".utf8)) }
    }

    func end() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
