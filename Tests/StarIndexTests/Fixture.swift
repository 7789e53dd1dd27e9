import Foundation

/// Debian's index files, where they are installed.
enum Fixture {
    static let folder: String? = {
        let folder = "/usr/share/astrometry"
        return FileManager.default.fileExists(atPath: "\(folder)/index-tycho2-19.littleendian.fits") ? folder : nil
    }()

    static func path(_ name: String) -> String { "\(folder ?? "")/index-tycho2-\(name).littleendian.fits" }

    static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// The same index as a machine of the other byte order would have written it.
    static func byteSwapped(_ file: Data) -> Data {
        var bytes = [UInt8](file)
        var position = 0
        while position < bytes.count {
            let start = position
            var cards: [String: String] = [:]
            var ended = false
            while !ended {
                let card = String(decoding: bytes[position..<position + 80], as: UTF8.self)
                ended = card.hasPrefix("END     ")
                let value = card.dropFirst(10).prefix { $0 != "/" }
                cards[card.prefix(8).trimmingCharacters(in: .whitespaces)] =
                    value.trimmingCharacters(in: CharacterSet(charactersIn: " '"))
                if card.hasPrefix("ENDIAN  =") {
                    bytes.replaceSubrange(position + 11..<position + 22, with: Array("01:02:03:04".utf8))
                }
                position += 80
            }
            position = start + (position - start + 2879) / 2880 * 2880
            let size = (Int(cards["NAXIS1"] ?? "") ?? 0) * (Int(cards["NAXIS2"] ?? "") ?? 0)
            if let word = wordSize(cards["TTYPE1"] ?? "") {
                for first in stride(from: position, to: position + size, by: word) {
                    bytes[first..<first + word].reverse()
                }
            }
            position += (size + 2879) / 2880 * 2880
        }
        return Data(bytes)
    }

    private static func wordSize(_ table: String) -> Int? {
        switch table {
        case "quads", "kdtree_lr_codes", "kdtree_lr_stars", "kdtree_split_stars", "kdtree_data_stars": 4
        case "kdtree_split_codes", "kdtree_data_codes": 2
        case "kdtree_range_codes", "kdtree_range_stars": 8
        default: nil
        }
    }
}

enum TemporaryFile {
    static func with<Result>(_ data: Data, _ body: (String) throws -> Result) throws -> Result {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("index-\(UUID().uuidString).fits")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path)
    }
}
