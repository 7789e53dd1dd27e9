import Foundation

/// TIFF structures made by hand: whole files, and the blocks of EXIF values, which are built alike.
struct TestTIFF {
    typealias Entry = (tag: Int, type: Int, count: Int, data: [UInt8])
    var bigEndian = false

    func short(_ values: [Int]) -> [UInt8] { values.flatMap { number($0, 2) } }
    func long(_ values: [Int]) -> [UInt8] { values.flatMap { number($0, 4) } }
    func text(_ tag: Int, _ text: String) -> Entry { (tag, 2, text.utf8.count + 1, Array(text.utf8) + [0]) }
    func shorts(_ tag: Int, _ values: Int...) -> Entry { (tag, 3, values.count, short(values)) }
    func longs(_ tag: Int, _ values: Int...) -> Entry { (tag, 4, values.count, long(values)) }
    func fractions(_ tag: Int, _ values: Int...) -> Entry { (tag, 5, values.count / 2, long(values)) }

    private func number(_ value: Int, _ count: Int) -> [UInt8] {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return bigEndian ? bytes.reversed() : bytes
    }

    /// A file with one picture directory, EXIF and GPS directories, and the pixels (StripOffsets is filled in).
    func file(_ picture: [Entry], exif: [Entry] = [], gps: [Entry] = [], pixels: [UInt8] = []) -> [UInt8] {
        var first = picture
        if !exif.isEmpty { first.append(longs(0x8769, 0)) }
        if !gps.isEmpty { first.append(longs(0x8825, 0)) }
        let exifStart = 8 + size(first)
        let gpsStart = exifStart + size(exif)
        let pixelStart = gpsStart + size(gps)
        first = first.map { entry in
            switch entry.tag {
            case 0x0111, 0x0144: longs(entry.tag, pixelStart)
            case 0x8769: longs(entry.tag, exifStart)
            case 0x8825: longs(entry.tag, gpsStart)
            default: entry
            }
        }
        let head: [UInt8] = bigEndian ? [0x4D, 0x4D, 0, 42] : [0x49, 0x49, 42, 0]
        let parts: [[UInt8]] = [
            head, long([8]), directory(first, at: 8), directory(exif, at: exifStart), directory(gps, at: gpsStart), pixels,
        ]
        return Array(parts.joined())
    }

    private func size(_ entries: [Entry]) -> Int {
        guard !entries.isEmpty else { return 0 }
        var size = 6
        for entry in entries { size += 12 + (entry.data.count > 4 ? (entry.data.count + 1) & ~1 : 0) }
        return size
    }

    private func directory(_ entries: [Entry], at start: Int) -> [UInt8] {
        guard !entries.isEmpty else { return [] }
        var (fields, extra): ([UInt8], [UInt8]) = ([], [])
        for entry in entries.sorted(by: { $0.tag < $1.tag }) {
            fields += short([entry.tag, entry.type]) + long([entry.count])
            if entry.data.count > 4 {
                fields += long([start + 6 + 12 * entries.count + extra.count])
                extra += entry.data + [UInt8](repeating: 0, count: entry.data.count & 1)
            } else {
                fields += entry.data + [UInt8](repeating: 0, count: 4 - entry.data.count)
            }
        }
        let parts: [[UInt8]] = [short([entries.count]), fields, long([0]), extra]
        return Array(parts.joined())
    }

    /// A picture of one strip.
    func picture(
        width: Int, height: Int, bits: Int, format: Int = 1, photometric: Int, channels: Int = 1, more: [Entry] = [],
        pixels: [UInt8]
    ) -> Data {
        let entries: [Entry] =
            [
                longs(256, width), longs(257, height), (258, 3, channels, short(Array(repeating: bits, count: channels))),
                shorts(259, 1), shorts(262, photometric), longs(273, 0), shorts(277, channels), longs(278, height),
                longs(279, pixels.count), (339, 3, channels, short(Array(repeating: format, count: channels))),
            ] + more
        return Data(file(entries, pixels: pixels))
    }
}
