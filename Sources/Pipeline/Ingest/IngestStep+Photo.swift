import Foundation
import Observations
import Raster
import TaskQueue
import Threads

/// One photo.
extension IngestStep {
    func take(_ file: LandingFile) async throws -> Result {
        do {
            let facts = try await inspect { [inspector, configuration] in
                try inspector.facts(path: file.mark.path, limitMegapixels: configuration.limitMegapixels)
            }
            let incoming = try await archive.receive(file.url)
            return try await take(file, incoming, facts)
        } catch let refusal as Refusal {
            return await reject(file, refusal.message)
        } catch let error as ArchiveError where !error.concernsWholeArchive {
            // It went away, or it cannot be read: the file's own matter.
            guard try await landingPad.isUnchanged(file) else { return .left }
            progress.trouble(file.mark.path, step: .ingest, photo: file.subpath, error.message, error)
            return .left
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            trouble(error)
            return .trouble
        }
    }

    private func take(_ file: LandingFile, _ incoming: IncomingFile, _ facts: PictureFacts) async throws -> Result {
        let sha256 = incoming.digest.sha256
        guard begin(sha256) else {
            await archive.drop(incoming)
            return .left
        }
        defer { end(sha256) }
        do {
            guard incoming.digest.size == file.mark.size, try await landingPad.isUnchanged(file) else {
                await archive.drop(incoming)
                return .left
            }
            // The copy is what is kept, so the copy is what is checked; it comes from memory, not from the disk.
            try await inspect { [inspector] in try inspector.checkComplete(path: incoming.url.path, facts: facts) }
            if let known = try await repository.observation(sha256: sha256) {
                await archive.drop(incoming)
                return await setAside(file, sameAs: known)
            }
        } catch let refusal as Refusal {
            await archive.drop(incoming)
            // It speaks of the copy, whose name nobody knows.
            throw Refusal(message: refusal.message.replacing(incoming.name, with: file.name))
        } catch {
            await archive.drop(incoming)
            throw error
        }
        return try await keep(file, incoming, facts)
    }

    /// From here on the photo is wanted: task id, files, record, and out of the landing pad.
    private func keep(_ file: LandingFile, _ incoming: IncomingFile, _ facts: PictureFacts) async throws -> Result {
        let taken = CaptureDate(facts.capture, modified: file.modified, zone: configuration.zone)
        let intent: IngestIntent
        do {
            intent = try await archive.begin(
                incoming, taskID: repository.nextTaskID(date: taken.day, postfix: ""), originalName: file.name,
                fileExtension: RawFileEnding.of(name: file.name, facts: facts), source: file.mark)
        } catch {
            await archive.drop(incoming)
            throw error
        }
        var placed = intent
        do {
            placed = try await archive.place(intent)
            var record = Observation(photo: file, facts: facts, taken: taken, intent: placed)
            if configuration.autoProcess { record.status = .pending }
            _ = try await repository.add(
                record, requesting: configuration.autoProcess ? [RegistrationTasks.request(RegistrationTasks.submit)] : [])
        } catch {
            // The record may be there although the answer was lost: then the next run finds the note and finishes.
            guard try await repository.observation(taskID: intent.taskID) == nil else { throw error }
            try await archive.abandon(placed)
            if let known = try await repository.observation(sha256: intent.digest.sha256) {
                return await setAside(file, sameAs: known)
            }
            throw error
        }
        try await landingPad.remove(file.mark)
        try await archive.finish(placed)
        progress.clear(file.mark.path)
        progress.send(
            ProgressEvent(
                photo: file.subpath, taskID: placed.taskID, step: .ingest, outcome: .done,
                detail: "\(facts.uprightSize.width) x \(facts.uprightSize.height) \(facts.subtype ?? facts.format.rawValue)"))
        return .ingested
    }

    /// Runs what looks into a picture; a picture that is at fault becomes a `Refusal`.
    private func inspect<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        do {
            return try await pool.run(work)
        } catch let error as PictureError {
            if error.code == .io { throw ArchiveError(.io, error.message) }
            throw Refusal(message: error.message)
        }
    }

    private struct Refusal: Error {
        var message: String
    }

    private func reject(_ file: LandingFile, _ reason: String) async -> Result {
        await leave(file, in: LandingNames.rejected, reason: reason, .refused) ? .rejected : .left
    }

    private func setAside(_ file: LandingFile, sameAs known: Observation) async -> Result {
        let reason = "The same picture is already there as observation \(known.taskID) (\(known.name))."
        return await leave(file, in: LandingNames.duplicates, reason: reason, .duplicate, known.taskID) ? .duplicate : .left
    }

    private func leave(
        _ file: LandingFile, in folder: String, reason: String, _ outcome: ProgressEvent.Outcome, _ taskID: String? = nil
    ) async -> Bool {
        do {
            let place = try await landingPad.setAside(file, in: folder, reason: reason)
            progress.clear(file.mark.path)
            progress.send(
                ProgressEvent(
                    photo: file.subpath, taskID: taskID, step: .ingest, outcome: outcome, detail: "\(reason) Moved to \(place)"))
            return true
        } catch {
            progress.trouble(
                file.mark.path, step: .ingest, photo: file.subpath, "\(reason) It cannot be set aside: \(error)", error)
            return false
        }
    }
}
