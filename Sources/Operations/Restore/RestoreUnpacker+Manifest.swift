import Foundation
import Tar

extension RestoreUnpacker {
    /// Compares what was unpacked with what the archive says of itself.
    func compare(_ unpacked: String, _ manifest: String) throws {
        let ours = ManifestReader(try PlainFile.reading(unpacked))
        let theirs = ManifestReader(try PlainFile.reading(manifest))
        var hasDatabase = false
        while true {
            switch (try ours.next(), try theirs.next()) {
            case (nil, nil):
                guard hasDatabase else { throw BackupError("The archive holds no database.") }
                return
            case (let mine?, let said?):
                guard mine.path == said.path else {
                    throw BackupError("The archive and its manifest disagree: \(mine.path) stands where \(said.path) should.")
                }
                guard mine.sha256 == said.sha256, mine.bytes == said.bytes, mine.link == said.link else {
                    throw BackupError("\(mine.path) in the archive is damaged: its SHA-256 is not the manifest's.")
                }
                hasDatabase = hasDatabase || mine.path == BackupFormat.database
            case (let mine?, nil):
                throw BackupError("The archive holds \(mine.path), which its manifest does not name.")
            case (nil, let said?):
                throw BackupError("The archive lacks \(said.path), which its manifest names.")
            }
        }
    }

    /// A picture that was ingested while the backup ran is both in the landing pad's part and in the archive's: the
    /// landing pad's copy would only be set aside as a duplicate.
    func leaveOutWhatIsArchived(_ manifest: String) throws {
        var landed: [String: [String]] = [:]
        let lines = ManifestReader(try PlainFile.reading(manifest))
        while let line = try lines.next() {
            if line.path.hasPrefix(BackupFormat.landingPad) {
                // What ingest has set aside stays where it was set aside.
                let path = String(line.path.dropFirst(BackupFormat.landingPad.count))
                if path.hasPrefix("rejected/") || path.hasPrefix("duplicates/") { continue }
                landed[line.sha256, default: []].append(path)
            } else if line.path.hasPrefix(BackupFormat.data + "raw/"), let copies = landed.removeValue(forKey: line.sha256) {
                for path in copies { unlink(stagedLandingPad + "/" + path) }
            }
        }
    }
}
