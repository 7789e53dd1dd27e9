import Foundation

/// Damage of the kinds that happen and of the kinds that are meant: cuts, bits, bytes, and lying header values.
enum Mutation {
    private static let lies = [
        "0", "-1", "1", "2", "3", "7", "999", "65536", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "1.5",
        "1E308", "NAN", "T", "''", "'1PB(9999999)'", "'RICE_1'", "'GZIP_1'", "'HCOMPRESS_1'", "'PLIO_1'", "'999999999D'",
    ]

    static func apply(to original: Data, using random: inout Seeded) -> Data {
        var bytes = [UInt8](original)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard bytes.count > 100 else { break }
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            case 1: bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2:
                let start = Int.random(in: 0..<bytes.count, using: &random)
                for index in start..<min(bytes.count, start + 40) { bytes[index] = .random(in: 0...255, using: &random) }
            default: lie(&bytes, &random)
            }
        }
        return Data(bytes)
    }

    /// Replaces the value of some header card.
    private static func lie(_ bytes: inout [UInt8], _ random: inout Seeded) {
        let cards = stride(from: 0, to: bytes.count - 80, by: 80).filter {
            bytes[$0 + 8] == UInt8(ascii: "=") && bytes[$0 + 9] == 32
        }
        guard let card = cards.randomElement(using: &random), let lie = lies.randomElement(using: &random) else { return }
        let value = Array((String(repeating: " ", count: 20) + lie).utf8.suffix(max(20, lie.utf8.count)))
        for index in 0..<70 { bytes[card + 10 + index] = index < value.count ? value[index] : 32 }
    }
}
