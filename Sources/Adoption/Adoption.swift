public import Foundation
import GRDB
import Observations
import SQLiteRepository
public import SQLiteStore
import Threads

/// Takes the records of the existing Django system over into an archive, in one transaction. Files stay where they are.
///
/// Ids and task ids stay the same, so that links and file names keep their meaning. What is here already is left as it is: done twice, it
/// changes nothing. A record that cannot be taken is named with the reason and left out.
public struct Adoption: Sendable {
    /// What was, or would be, taken over of one kind.
    public struct Count: Sendable, Hashable, Codable {
        public var kind: String
        public var taken = 0
        public var present = 0
        /// "observation 7: …"
        public var refused: [String] = []
    }

    public struct Report: Sendable, Hashable, Codable {
        public var counts: [Count]
        /// Files of products that are not in the data folder.
        public var missingFiles: Int
        /// False where the source does not tell of its users.
        public var hasUsers: Bool
    }

    private let store: Store
    private let data: URL

    /// - Parameter data: the archive's data folder, with a folder for each task id.
    public init(store: Store, data: URL) { (self.store, self.data) = (store, data) }

    public func adopt(djangoDatabase path: String, dryRun: Bool) async throws -> Report {
        let archive = try await BlockingPool(name: "adopt", width: 1).run { try DjangoDatabase(path: path).archive() }
        return try await adopt(archive, dryRun)
    }

    public func adopt(backend address: String, dryRun: Bool) async throws -> Report {
        try await adopt(try await BackendAddress(address: address).archive(), dryRun)
    }

    private func adopt(_ archive: ForeignArchive, _ dryRun: Bool) async throws -> Report {
        let data = data
        let missing = try await BlockingPool(name: "adopt", width: 1).run { Self.missingFiles(archive, data) }
        do {
            return try await store.write { db in
                var writer = AdoptionWriter(db: db)
                let counts = try writer.write(archive)
                let report = Report(counts: counts, missingFiles: missing, hasUsers: archive.users != nil)
                // The whole way is gone, and back again: what would fail is known then.
                if dryRun { throw Rehearsal(report: report) }
                return report
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.report
        }
    }

    private struct Rehearsal: Error { let report: Report }

    private static func missingFiles(_ archive: ForeignArchive, _ data: URL) -> Int {
        let folders = Dictionary(
            archive.observations.compactMap { row in row.integer("id").flatMap { id in row.text("taskID").map { (id, $0) } } },
            uniquingKeysWith: { $1 })
        return archive.products.count { row in
            guard let id = row.integer("observation_id"), let folder = folders[id], let name = row.text("filename"),
                ![folder, name].contains(where: { $0.contains("/") || $0.hasPrefix(".") })
            else { return true }
            return !FileManager.default.fileExists(atPath: data.appending(path: folder).appending(path: name).path)
        }
    }
}
