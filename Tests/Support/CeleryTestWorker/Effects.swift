import Foundation
import TaskQueue

/// What tasks have done, for all workers together: a folder PATH.d with an entry for each effect, made by one task alone however many
/// try, as a careful handler makes its own; and a file PATH with a line for each try.
struct Effects: Sendable {
    private let path: String

    init(_ path: String) { self.path = path }

    func isMade(_ key: String) -> Bool { access("\(path).d/\(key)", F_OK) == 0 }

    /// - Returns: false when another has made it meanwhile.
    func make(_ key: String) throws -> Bool {
        let file = try opened(path, O_WRONLY | O_APPEND | O_CREAT)
        defer { close(file) }
        // Short appends are whole.
        let line = Array("\(key)\n".utf8)
        guard line.withUnsafeBytes({ write(file, $0.baseAddress, $0.count) }) == line.count else {
            throw TaskQueueError("cannot write to \(path)")
        }
        let entry = open("\(path).d/\(key)", O_WRONLY | O_CREAT | O_EXCL, 0o644)
        guard entry >= 0 else {
            guard errno == EEXIST else { throw TaskQueueError("cannot make the effect \(key): \(errno)") }
            return false
        }
        close(entry)
        return true
    }

    private func opened(_ path: String, _ flags: Int32) throws -> Int32 {
        let file = open(path, flags, 0o644)
        guard file >= 0 else { throw TaskQueueError("cannot open \(path): \(errno)") }
        return file
    }
}
