/// Writes a tar file: ustar headers, with a pax header (POSIX.1-2001) before those whose path or size does not fit.
package final class TarWriter {
    private let sink: any ByteSink
    package private(set) var bytesWritten: Int64 = 0
    private var remaining: Int64 = 0
    private var bodyBytes: Int64 = 0

    package init(_ sink: any ByteSink) { self.sink = sink }

    /// Begins an entry; for a file exactly as many bytes as it says follow through `append`, then `endEntry`.
    package func begin(_ entry: TarEntry) throws {
        let records = paxRecords(for: entry)
        if !records.isEmpty {
            try put(header(name: "pax-header", type: "x", bytes: Int64(records.count), link: "", modified: entry.modified))
            try put(records)
            try pad(after: Int64(records.count))
        }
        var bytes: Int64 = 0
        var link = ""
        var type: Character = "0"
        switch entry.kind {
        case .file(let size): bytes = size
        case .link(let target): (type, link) = ("1", target)
        case .folder: throw TarError("Folders are not written into a backup: \(entry.path)")
        }
        try put(header(name: entry.path, type: type, bytes: bytes, link: link, modified: entry.modified))
        remaining = bytes
        bodyBytes = bytes
    }

    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        precondition(Int64(bytes.count) <= remaining, "more bytes than the entry's header says")
        try sink.write(bytes)
        bytesWritten += Int64(bytes.count)
        remaining -= Int64(bytes.count)
    }

    /// Ends an entry. Bytes that are missing are written as zeros: the header, already written, says how many there are.
    /// - Returns: how many were missing.
    @discardableResult
    package func endEntry() throws -> Int64 {
        let missing = remaining
        let zeros = [UInt8](repeating: 0, count: 1 << 16)
        while remaining > 0 {
            let count = Int(min(remaining, Int64(zeros.count)))
            try zeros.withUnsafeBytes { try append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        try pad(after: bodyBytes)
        bodyBytes = 0
        return missing
    }

    /// Two empty blocks end the archive.
    package func finish() throws {
        try put([UInt8](repeating: 0, count: 2 * TarLayout.block))
        try sink.finish()
    }

    private func put(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try sink.write($0) }
        bytesWritten += Int64(bytes.count)
    }

    private func pad(after bytes: Int64) throws {
        let count = TarLayout.padding(after: bytes)
        if count > 0 { try put([UInt8](repeating: 0, count: count)) }
    }

    private func paxRecords(for entry: TarEntry) -> [UInt8] {
        var records: [UInt8] = []
        func add(_ key: String, _ value: String) {
            // A record begins with its own length, digits included.
            let body = " \(key)=\(value)\n".utf8
            var length = body.count + 1
            while String(length).utf8.count + body.count != length { length = String(length).utf8.count + body.count }
            records += Array(String(length).utf8) + Array(body)
        }
        func fits(_ path: String) -> Bool { path.utf8.count <= 100 && path.utf8.allSatisfy { $0 < 128 } }
        if !fits(entry.path) { add("path", entry.path) }
        if case .link(let target) = entry.kind, !fits(target) { add("linkpath", target) }
        if case .file(let bytes) = entry.kind, bytes > TarLayout.largestPlainSize { add("size", String(bytes)) }
        return records
    }

    private func header(name: String, type: Character, bytes: Int64, link: String, modified: Int64) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: TarLayout.block)
        func put(_ text: String, _ range: Range<Int>) {
            block.replaceSubrange(
                range.lowerBound..<(range.lowerBound + min(range.count, text.utf8.count)),
                with: text.utf8.prefix(range.count))
        }
        func octal(_ value: Int64, _ range: Range<Int>) {
            let digits = String(max(0, value), radix: 8)
            put(String(repeating: "0", count: max(0, range.count - 1 - digits.count)) + digits, range)
        }
        put(name, TarLayout.name)
        octal(0o644, TarLayout.mode)
        octal(0, TarLayout.uid)
        octal(0, TarLayout.gid)
        octal(bytes > TarLayout.largestPlainSize ? 0 : bytes, TarLayout.size)
        octal(min(modified, TarLayout.largestPlainSize), TarLayout.modified)
        block[TarLayout.type] = type.asciiValue ?? 48
        put(link, TarLayout.link)
        put("ustar\u{0}00", TarLayout.magic)
        put(String(repeating: "0", count: 6), TarLayout.checksum)
        let sum = String(TarLayout.sum(block), radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", TarLayout.checksum)
        return block
    }
}
