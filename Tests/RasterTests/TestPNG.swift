import Foundation

/// PNG files made by hand, unpacked (stored deflate blocks), for the kinds that the writer does not write.
enum TestPNG {
    /// - Parameter rows: packed samples of each row, without filter bytes; of an interlaced picture those of each pass.
    static func bytes(
        width: Int, height: Int, depth: Int, colour: Int, interlaced: Bool = false, rows: [[UInt8]],
        before: [(name: String, content: [UInt8])] = []
    ) -> Data {
        var header: [UInt8] = long(width) + long(height)
        header += [UInt8(depth), UInt8(colour), 0, 0, interlaced ? 1 : 0]
        let raw: [UInt8] = rows.flatMap { (row: [UInt8]) -> [UInt8] in [0] + row }
        let (low, high) = (UInt8(raw.count & 255), UInt8(raw.count >> 8))
        var packed: [UInt8] = [0x78, 0x01, 1, low, high, ~low, ~high]
        packed += raw
        packed += long(adler(raw))
        var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        let first: [(name: String, content: [UInt8])] = [("IHDR", header)]
        let last: [(name: String, content: [UInt8])] = [("IDAT", packed), ("IEND", [])]
        for (name, content) in first + before + last {
            let body: [UInt8] = Array(name.utf8) + content
            data.append(contentsOf: long(content.count))
            data.append(contentsOf: body)
            data.append(contentsOf: long(crc(body)))
        }
        return data
    }

    static func long(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

    static func crc(_ bytes: [UInt8]) -> Int {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(~crc)
    }

    private static func adler(_ bytes: [UInt8]) -> Int {
        var (a, b) = (1, 0)
        for byte in bytes {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        return b << 16 | a
    }
}
