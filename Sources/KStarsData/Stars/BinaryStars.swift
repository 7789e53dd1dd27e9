import Foundation
import Sky

/// `namedstars.dat` and `unnamedstars.dat`: stars to the 8th magnitude, with their numbers in the Henry Draper catalogue.
///
/// After 124 characters of text: "SK" read as a 16-bit number in the writer's byte order, a version, the number of fields; 16
/// bytes a field; the number of sky zones and 12 bytes for each; 5 bytes; then 32 bytes a star.
enum BinaryStars {
    struct Star {
        var position: SkyPosition
        var magnitude: Double
        /// 0 where there is none.
        var hd: Int
    }

    static func read(_ bytes: [UInt8], file: String) throws -> [Star] {
        try bytes.withUnsafeBytes { try read($0, file: file) }
    }

    private static func read(_ bytes: UnsafeRawBufferPointer, file: String) throws -> [Star] {
        func integer(_ offset: Int) -> Int {
            Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
        }
        guard bytes.count > 128, bytes.starts(with: Array("KStars Star Data".utf8)) else {
            throw KStarsError(file, "is no star file of KStars'")
        }
        guard bytes[124] == UInt8(ascii: "S"), bytes[125] == UInt8(ascii: "K") else {
            throw KStarsError(file, "was written in the other byte order, which is not read here")
        }
        let fields = Int(bytes[127])
        let names = ["RA", "Dec", "dRA", "dDec", "parallax", "HD", "mag"]
        let afterFields = 129 + 16 * fields
        guard fields >= names.count, bytes.count >= afterFields + 4 else { throw KStarsError(file, "ends in its header") }
        for (index, name) in names.enumerated() {
            guard bytes[(129 + 16 * index)...].prefix(10).prefix(while: { $0 != 0 }).elementsEqual(name.utf8) else {
                throw KStarsError(file, "has other columns than those that are read here")
            }
        }
        let zones = integer(afterFields)
        let start = afterFields + 4 + 12 * zones + 5
        guard (1...100_000).contains(zones), start <= bytes.count, (bytes.count - start) % 32 == 0 else {
            throw KStarsError(file, "ends too early")
        }
        return try stride(from: start, to: bytes.count, by: 32).map { record in
            let (hours, dec) = (Double(integer(record)) / 1e6, Double(integer(record + 4)) / 1e5)
            let hd = integer(record + 20)
            guard (0...24).contains(hours), (-90...90).contains(dec), (0...400_000).contains(hd) else {
                throw KStarsError(file, "has a star that cannot be, in the 32 bytes from \(record)")
            }
            let magnitude = Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: record + 24, as: Int16.self))
            return Star(position: SkyPosition(ra: hours * 15, dec: dec), magnitude: Double(magnitude) / 100, hd: hd)
        }
    }
}
