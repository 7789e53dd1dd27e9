import Foundation
import Tar
import Threads

extension BackupWriter {
    func storeHead() throws {
        let head = BackupFormat.Head(format: BackupFormat.version, created: Date().formatted(.iso8601))
        try store(try BackupFormat.encode(head), as: BackupFormat.head)
    }

    /// Stores a file that may have been taken away since it was listed.
    func storeIfThere(_ location: String, as path: String, _ stop: CancelFlag) throws {
        do {
            try store(file: location, as: path, stopping: stop)
        } catch let error as FileError where error.path == location {
            if !error.isMissing { note("\(path) cannot be read and is not in the backup: \(error)") }
        }
    }
}
