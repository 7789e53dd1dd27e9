import Foundation
import Tar

/// The lines of a text file, plain or compressed with gzip, one after another. Calls block.
final class LineReader {
    private let source: any ByteSource
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var (start, end) = (0, 0)
    private let path: String

    /// Longer lines are given up.
    private static let longest = 1 << 16

    /// - Throws: `FileError`.
    init(path: String) throws {
        self.path = path
        let file = try PlainFile.reading(path)
        var magic = [UInt8](repeating: 0, count: 2)
        let count = try magic.withUnsafeMutableBytes { try file.read(into: $0) }
        // Read again from the beginning.
        let whole = try PlainFile.reading(path)
        source = count == 2 && magic == [0x1f, 0x8b] ? try GzipSource(whole) : whole
    }

    /// - Returns: nil at the end; an empty line for one that is too long.
    func next() throws -> String? {
        var line: [UInt8] = []
        var isTooLong = false
        while true {
            if start == end {
                (start, end) = (0, try buffer.withUnsafeMutableBytes { try source.read(into: $0) })
                if end == 0 { return line.isEmpty && !isTooLong ? nil : Self.text(line) }
            }
            let stop = buffer[start..<end].firstIndex(of: UInt8(ascii: "\n"))
            line.append(contentsOf: buffer[start..<(stop ?? end)])
            start = stop.map { $0 + 1 } ?? end
            if line.count > Self.longest {
                line.removeAll()
                isTooLong = true
            }
            if stop != nil { return isTooLong ? "" : Self.text(line) }
        }
    }

    private static func text(_ line: [UInt8]) -> String {
        String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...], as: UTF8.self)
    }
}
