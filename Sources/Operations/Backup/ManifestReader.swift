import Foundation
import Tar

/// Reads a manifest line by line, so that it never stands in memory as a whole.
final class ManifestReader {
    private let file: PlainFile
    private var rest: [UInt8] = []
    private var ended = false

    init(_ file: PlainFile) { self.file = file }

    /// The next line; nil after the last one.
    func next() throws -> BackupFormat.Line? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(rest[..<end])
                rest.removeFirst(end + 1)
                do {
                    return try JSONDecoder().decode(BackupFormat.Line.self, from: line)
                } catch {
                    throw BackupError("A line of the manifest cannot be read: \(String(decoding: line, as: UTF8.self))")
                }
            }
            if ended {
                guard rest.isEmpty else { throw BackupError("The manifest ends in the middle of a line.") }
                return nil
            }
            guard rest.count < 1 << 20 else { throw BackupError("A line of the manifest is too long.") }
            var piece = [UInt8](repeating: 0, count: 1 << 14)
            let count = try piece.withUnsafeMutableBytes { try file.read(into: $0) }
            ended = count == 0
            rest += piece[..<count]
        }
    }
}
