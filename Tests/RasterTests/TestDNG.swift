import Foundation

/// A small DNG file made by hand: a colour mosaic RGGB of 16 bit whose cells are 1000 red, 2000 green, 3000 blue.
enum TestDNG {
    static func bytes(width: Int, height: Int, orientation: Int = 6) -> Data {
        var entries: [(tag: Int, type: Int, count: Int, data: [UInt8])] = []
        func short(_ values: Int...) -> [UInt8] { values.flatMap { [UInt8($0 & 255), UInt8($0 >> 8 & 255)] } }
        func long(_ values: [Int]) -> [UInt8] {
            values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        }
        func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
        let matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1].flatMap { [$0 * 10000, 10000] }
        let model = text("TestCam One")
        entries.append((254, 4, 1, long([0])))
        entries.append((256, 4, 1, long([width])))
        entries.append((257, 4, 1, long([height])))
        entries.append((258, 3, 1, short(16)))
        entries.append((259, 3, 1, short(1)))
        entries.append((262, 3, 1, short(32803)))
        entries.append((271, 2, 8, text("TestCam")))
        entries.append((272, 2, model.count, model))
        entries.append((273, 4, 1, long([0])))
        entries.append((274, 3, 1, short(orientation)))
        entries.append((277, 3, 1, short(1)))
        entries.append((278, 4, 1, long([height])))
        entries.append((279, 4, 1, long([width * height * 2])))
        entries.append((33421, 3, 2, short(2, 2)))
        entries.append((33422, 1, 4, [0, 1, 1, 2]))
        entries.append((33434, 5, 1, long([30, 1])))
        entries.append((36867, 2, 20, text("2024:03:09 21:15:07")))
        entries.append((50706, 1, 4, [1, 4, 0, 0]))
        entries.append((50708, 2, model.count, model))
        entries.append((50717, 4, 1, long([16383])))
        entries.append((50721, 10, 9, long(matrix)))
        entries.append((50728, 5, 3, long([1, 1, 1, 1, 1, 1])))
        entries.append((50778, 3, 1, short(21)))

        var extra: [UInt8] = []
        let extraStart = 8 + 2 + entries.count * 12 + 4
        let dataStart = extraStart + entries.reduce(0) { $0 + ($1.data.count > 4 ? ($1.data.count + 1) & ~1 : 0) }
        var bytes: [UInt8] = [0x49, 0x49, 42, 0] + long([8]) + short(entries.count)
        for entry in entries {
            let data = entry.tag == 273 ? long([dataStart]) : entry.data
            bytes += short(entry.tag, entry.type) + long([entry.count])
            if data.count > 4 {
                bytes += long([extraStart + extra.count])
                extra += data + (data.count % 2 == 1 ? [0] : [])
            } else {
                bytes += data + [UInt8](repeating: 0, count: 4 - data.count)
            }
        }
        bytes += long([0]) + extra
        for y in 0..<height {
            for x in 0..<width { bytes += short([1000, 2000, 2000, 3000][x & 1 | (y & 1) << 1]) }
        }
        return Data(bytes)
    }
}
