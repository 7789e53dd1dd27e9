import Foundation
import Observations
import Tar
import Threads

/// Compares one record with its files and its status. Blocks.
struct ObservationCheck: Sendable {
    struct Result: Sendable {
        var findings: [VerifyFinding] = []
        var files = 0
        var bytes: Int64 = 0
    }

    let data: URL

    func examine(_ observation: Observation, stopping: CancelFlag) throws -> Result {
        var result = Result()
        // Cleanup takes the files first and the record last: nothing can be said of what is half gone.
        if observation.status == .removing { return result }
        for file in RecordedFiles.files(of: observation) {
            try examine(file, of: observation, into: &result, stopping: stopping)
        }
        result.findings += statusFindings(observation)
        return result
    }

    private func examine(
        _ file: RecordedFiles.File, of observation: Observation, into result: inout Result, stopping: CancelFlag
    ) throws {
        func add(_ kind: VerifyFinding.Kind, _ message: String, _ severity: VerifyFinding.Severity = .problem) {
            result.findings.append(
                VerifyFinding(kind, severity, taskID: observation.taskID, file: file.path, message: message))
        }
        guard RelativePath.isConfined(file.path) else {
            return add(.badName, "The record of \(observation.taskID) names a file outside its folder.")
        }
        let path = data.path + "/" + file.path
        let found: (digest: String, bytes: Int64)
        do {
            found = try FileHash.sha256(PlainFile.reading(path), stopping: stopping)
        } catch let error as FileError {
            return add(
                error.isMissing ? .missingFile : .unreadableFile,
                error.isMissing ? "data/\(file.path) is missing." : "data/\(file.path) cannot be read: \(error)")
        }
        result.files += 1
        result.bytes += found.bytes
        if let size = file.size, size != found.bytes {
            // Sizes without a hash come from other programs over REST, which may have rounded them.
            add(
                .sizeDiffers, "data/\(file.path) has \(found.bytes) bytes, the record says \(size).",
                file.sha256 == nil ? .note : .problem)
        } else if let digest = file.sha256, digest != found.digest {
            add(.changedFile, "data/\(file.path) is not what was archived: its SHA-256 is \(found.digest).")
        }
    }

    private func statusFindings(_ observation: Observation) -> [VerifyFinding] {
        guard observation.taskType == "observation" else { return [] }
        var findings: [VerifyFinding] = []
        let types = Set(observation.products.map(\.type))
        // A record that never had a hash was made by another program, which keeps its pictures where it likes.
        let severity: VerifyFinding.Severity = observation.sha256 == nil ? .note : .problem
        if observation.status != .defined && observation.originalFile == nil && !types.contains("raw") {
            findings.append(
                VerifyFinding(
                    .noOriginal, severity, taskID: observation.taskID,
                    message: "Observation \(observation.taskID) has no original picture."))
        }
        if observation.status == .done {
            let missing = ["fits", "wcs_fits"].filter { !types.contains($0) }.joined(separator: ", ")
            if !missing.isEmpty {
                findings.append(
                    VerifyFinding(
                        .statusWithoutProducts, severity, taskID: observation.taskID,
                        message: "Observation \(observation.taskID) is done and has no product \(missing)."))
            }
        }
        return findings
    }
}
