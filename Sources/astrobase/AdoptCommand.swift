import Adoption
import ArgumentParser
import Foundation
import SQLiteStore

struct AdoptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Take over the records of the Django system Astrobase.",
        discussion: """
            Observations with their products, jobs, cutouts, collections and users; all or, when it fails, nothing. Files stay where they are: \
            DIR must be this archive's data folder, so set LOCAL_DATA_DIR to it. Users keep their passwords. What is here already is left \
            as it is. The API does not tell of users; the database does.
            """)

    @OptionGroup var homeOptions: HomeOptions
    @Option(help: "The Django system's SQLite database.", completion: .file()) var django: String?
    @Option(help: "The address of its REST API, such as http://host:8000/my_astrobase.") var backend: String?
    @Option(help: "The folder with a folder of files for each task id.", completion: .directory) var data: String
    @Flag(help: "Only say what would be taken over.") var dryRun = false
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if (django == nil) == (backend == nil) { throw ValidationError("Name either --django FILE or --backend URL.") }
    }

    func run() async throws {
        let home = homeOptions.folder(try Settings.read())
        let folder = URL(fileURLWithPath: data, isDirectory: true).standardizedFileURL.resolvingSymlinksInPath()
        guard folder.path == home.data.resolvingSymlinksInPath().path else {
            throw PlainError(
                "This archive keeps its files in \(home.data.path). Set LOCAL_DATA_DIR=\(folder.path), here and for `astrobase up`, "
                    + "so that the files can stay where they are.")
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw PlainError("There is no folder \(folder.path).")
        }
        try home.create()
        let adoption = Adoption(store: try Store.open(path: home.database.path), data: folder)
        do {
            let report =
                if let django {
                    try await adoption.adopt(djangoDatabase: django, dryRun: dryRun)
                } else {
                    try await adoption.adopt(backend: backend ?? "", dryRun: dryRun)
                }
            if json { try printJSON(report) } else { show(report) }
        } catch let error as AdoptionError {
            throw PlainError("\(error)")
        } catch let error as StoreError {
            throw PlainError("\(error)")
        }
    }

    private func show(_ report: Adoption.Report) {
        if dryRun { printLine("Nothing was changed; this is what would be done.") }
        for count in report.counts {
            var words = "\(count.kind): \(count.taken) taken over"
            if count.present > 0 { words += ", \(count.present) here already" }
            if !count.refused.isEmpty { words += ", \(count.refused.count) refused" }
            printLine(words)
            for reason in count.refused { printError("  \(reason)") }
        }
        if report.missingFiles > 0 { printError("\(report.missingFiles) files of products are not in \(data).") }
        if !report.hasUsers { printLine("users: the API does not tell of them; take them from the database, or use `astrobase user add`") }
    }
}
