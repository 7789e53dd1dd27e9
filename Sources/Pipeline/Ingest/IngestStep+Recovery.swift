import Foundation
import Observations

extension IngestStep {
    /// Finishes or undoes what earlier runs left, by the notes they wrote.
    ///
    /// - Returns: landing-pad files that belong to an observation already and could not be removed now.
    func recover() async throws -> Set<SourceMark> {
        var held: Set<SourceMark> = []
        for intent in try await archive.unfinished() {
            guard let record = try await repository.observation(taskID: intent.taskID) else {
                // Without a record the file is in the landing pad still: it is taken anew, under a new task id.
                try await archive.abandon(intent)
                continue
            }
            do {
                try await checkFiles(of: record, intent)
                try await landingPad.remove(intent.source)
                try await archive.finish(intent)
                progress.clear(intent.source.path)
                progress.send(
                    ProgressEvent(
                        photo: record.name, taskID: record.taskID, step: .ingest, outcome: .done,
                        detail: "finished after an interruption"))
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                held.insert(intent.source)
                progress.trouble(intent.source.path, step: .ingest, photo: record.name, "\(error)", error)
            }
        }
        try await archive.removeStrays()
        return held
    }

    /// The landing pad's file is the last copy until the archive's are known to be whole.
    private func checkFiles(of record: Observation, _ intent: IngestIntent) async throws {
        let paths = try [
            ArchivePath("raw/\(intent.originalFile)"), ArchivePath("\(intent.taskID)/\(intent.rawFile)"),
        ]
        for path in paths {
            guard try await archive.digest(path) == intent.digest else {
                throw ArchiveError(
                    .io, "\(path) in the archive is damaged; the photo is still at \(intent.source.path) and is left there")
            }
        }
    }
}
