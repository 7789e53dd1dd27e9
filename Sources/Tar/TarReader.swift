/// Reads a tar file of regular files, hard links and folders, with pax headers; anything else in it is refused.
package final class TarReader {
    private let source: any ByteSource
    /// Bytes of the present entry that were not read yet.
    private var remaining: Int64 = 0
    private var padding = 0

    package init(_ source: any ByteSource) { self.source = source }

    /// The next entry; nil at the archive's end.
    /// - Throws: `TarError` where the archive is damaged, ends early, or holds something else.
    package func next() throws -> TarEntry? {
        try skip()
        var extended: [String: String] = [:]
        while true {
            let block = try readExactly(TarLayout.block)
            if block.allSatisfy({ $0 == 0 }) { return nil }
            guard octal(block[TarLayout.checksum]) == Int64(TarLayout.sum(block)) else {
                throw TarError("This is not a tar file, or it is damaged: a header's checksum is wrong.")
            }
            guard let plainSize = octal(block[TarLayout.size]) else {
                throw TarError("The archive is damaged: an entry has no size.")
            }
            if block[TarLayout.type] == UInt8(ascii: "x") {
                guard plainSize <= 1 << 20 else { throw TarError("The archive is damaged: a pax header is too long.") }
                extended = try paxRecords(readExactly(Int(plainSize)))
                _ = try readExactly(TarLayout.padding(after: plainSize))
                continue
            }
            // GNU's way of long names, and what pax says of all entries (a comment, as a rule).
            if block[TarLayout.type] == UInt8(ascii: "L") || block[TarLayout.type] == UInt8(ascii: "g") {
                guard plainSize <= 1 << 16 else { throw TarError("The archive is damaged: a name is too long.") }
                let bytes = try readExactly(Int(plainSize))
                if block[TarLayout.type] == UInt8(ascii: "L") { extended["path"] = text(bytes[...]) }
                _ = try readExactly(TarLayout.padding(after: plainSize))
                continue
            }
            return try entry(block, plainSize: plainSize, extended: extended)
        }
    }

    /// The present entry's bytes; 0 when there are no more.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard remaining > 0 else { return 0 }
        let wanted = Int(min(Int64(buffer.count), remaining))
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        guard count > 0 else { throw TarError("The archive ends in the middle of a file.") }
        remaining -= Int64(count)
        return count
    }

    private func entry(_ block: [UInt8], plainSize: Int64, extended: [String: String]) throws -> TarEntry {
        var path = extended["path"] ?? text(block[TarLayout.name])
        let prefix = text(block[TarLayout.prefix])
        if extended["path"] == nil, !prefix.isEmpty { path = prefix + "/" + path }
        let modified = octal(block[TarLayout.modified]) ?? 0
        switch block[TarLayout.type] {
        case UInt8(ascii: "0"), 0:
            let size =
                try extended["size"].map { text in
                    guard let size = Int64(text), size >= 0 else { throw TarError("\(path) has an impossible size.") }
                    return size
                } ?? plainSize
            remaining = size
            padding = TarLayout.padding(after: size)
            return TarEntry(path: path, kind: .file(bytes: size), modified: modified)
        case UInt8(ascii: "1"):
            let target = extended["linkpath"] ?? text(block[TarLayout.link])
            return TarEntry(path: path, kind: .link(to: target), modified: modified)
        case UInt8(ascii: "5"):
            return TarEntry(path: path, kind: .folder, modified: modified)
        case let type:
            throw TarError(
                "\(path) is neither a file nor a second name of one (tar type \(type)), and nothing else is taken out of an archive.")
        }
    }

    private func skip() throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while try read(into: buffer) > 0 {}
        if padding > 0 { _ = try readExactly(padding) }
        padding = 0
    }

    private func readExactly(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { buffer in
            var filled = 0
            while filled < count {
                let got = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                guard got > 0 else { throw TarError("The archive ends early: it was not written to its end.") }
                filled += got
            }
        }
        return bytes
    }

    private func paxRecords(_ bytes: [UInt8]) throws -> [String: String] {
        var records: [String: String] = [:]
        var rest = bytes[...]
        while let blank = rest.firstIndex(of: UInt8(ascii: " ")) {
            guard let length = Int(String(decoding: rest[..<blank], as: UTF8.self)), length > blank - rest.startIndex + 1,
                length <= rest.count
            else { throw TarError("The archive is damaged: a pax record has a wrong length.") }
            let record = rest[(blank + 1)..<(rest.startIndex + length - 1)]
            if let equals = record.firstIndex(of: UInt8(ascii: "=")) {
                records[String(decoding: record[..<equals], as: UTF8.self)] =
                    String(decoding: record[(equals + 1)...], as: UTF8.self)
            }
            rest = rest.dropFirst(length)
        }
        return records
    }

    private func text(_ field: ArraySlice<UInt8>) -> String { String(decoding: field.prefix { $0 != 0 }, as: UTF8.self) }

    private func octal(_ field: ArraySlice<UInt8>) -> Int64? {
        let digits = field.filter { $0 != 0 && $0 != UInt8(ascii: " ") }
        return digits.isEmpty ? 0 : Int64(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 < 0 ? nil : $0 }
    }
}
