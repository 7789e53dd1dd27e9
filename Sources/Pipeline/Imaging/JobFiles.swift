import FITS
import Foundation
import Observations

/// The files of one observation as jobs see them: nothing outside of its folder, and nothing that must not be written over.
struct JobFiles: Sendable {
    let archive: any Archive
    let observation: Observation

    /// - Parameter directory: a plain name.
    init(directory: String, in context: JobContext) async throws {
        guard let observation = try await context.observations.observation(taskID: directory) else {
            throw JobError("There is no observation “\(directory)”")
        }
        (archive, self.observation) = (context.archive, observation)
    }

    /// An existing file, symbolic links not followed.
    func existing(_ name: String) throws -> URL {
        do {
            return try archive.existingFile(ArchivePath(components: [observation.taskID, name]))
        } catch let error as ArchiveError where error.code == .notFound {
            throw JobError("Observation \(observation.taskID) has no file “\(name)”")
        }
    }

    func exists(_ name: String) -> Bool { (try? existing(name)) != nil }

    /// The header of a FITS file's first part, which holds the solution.
    func header(_ name: String) throws -> FITSHeader {
        let file = try FileHandle(forReadingFrom: existing(name))
        defer { try? file.close() }
        do {
            // Headers of real solutions have a few dozen kilobytes; the rest of the file may be a large picture.
            return try FITSHeader(parsing: file.read(upToCount: 4 << 20) ?? Data())
        } catch let error as FITSError {
            throw JobError("“\(name)” of observation \(observation.taskID) has no readable FITS header: \(error.message)")
        }
    }

    /// Throws unless a job may write a file of this name: the photo, its solution and what other commands made stay as they are.
    ///
    /// - Parameters:
    ///   - product: the type of product that the job makes.
    ///   - sources: what it reads.
    func checkOutput(_ name: String, product: String?, sources: [String]) throws {
        let taken = observation.products.first { $0.filename == name }
        let isOriginal = name.hasPrefix("\(observation.taskID)_raw.") || sources.contains(name)
        guard !isOriginal, taken == nil || taken?.type == product else {
            throw JobError(
                "“\(name)” cannot be written: it is the observation's file of type “\(taken?.type ?? "source")”; choose another name")
        }
        if URL(fileURLWithPath: name).pathExtension.isEmpty {
            throw JobError("“\(name)” cannot be written: its ending is to say which kind of picture it will be")
        }
    }

    /// Lets `write` make a file of this name in a folder of its own, and places it in the observation's folder when it is whole.
    func place(_ name: String, _ write: @Sendable (_ path: String) async throws -> Void) async throws -> FileDigest {
        try await JobScratch.file(name, in: archive) { path in
            try await write(path)
            return try await archive.place(URL(fileURLWithPath: path), taskID: observation.taskID, filename: name)
        }
    }
}

/// Room for files in work under their own names, which writers tell the kind of file by.
enum JobScratch {
    /// - Parameter archive: the files are in a folder of its own, so that none outlives a process that was killed.
    static func file<R: Sendable>(
        _ name: String, in archive: any Archive, _ body: @Sendable (_ path: String) async throws -> R
    ) async throws -> R {
        let folder = try await archive.makeWorkFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.appendingPathComponent(name).path)
    }
}
