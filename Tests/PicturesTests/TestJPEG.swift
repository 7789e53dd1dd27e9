import Foundation

/// JPEG files of every structure, with noise for a picture: what libjpeg's own encoder is not asked for in the product.
///
/// Codes are of one length, 4 bit for the DC and 8 bit for the AC symbols, which needs no tables to be worked out.
struct TestJPEG {
    var width, height: Int
    /// Horizontal and vertical sampling of each component: 1 grey, 3 YCbCr, 4 CMYK.
    var sampling: [[Int]]
    var isProgressive = false
    /// MCUs between restart markers; 0 for none.
    var restart = 0
    var orientation = 1

    private static let acSymbols = [0x00, 0xF0] + (0...15).flatMap { run in (1...10).map { run << 4 | $0 } }
    private static let zigzagEnds = [(1, 5), (6, 63)]

    func write(to path: String) throws { try Data(bytes()).write(to: URL(fileURLWithPath: path)) }

    private var maxH: Int { sampling.map { $0[0] }.max() ?? 1 }
    private var maxV: Int { sampling.map { $0[1] }.max() ?? 1 }

    /// Blocks of a component that hold pixels; those of interleaved scans are padded to whole MCUs.
    private func blocks(_ component: Int) -> (wide: Int, high: Int) {
        func part(_ length: Int, _ own: Int, _ most: Int) -> Int { ((length * own + most - 1) / most + 7) / 8 }
        return (part(width, sampling[component][0], maxH), part(height, sampling[component][1], maxV))
    }

    func bytes() -> [UInt8] {
        var random = UInt32(truncatingIfNeeded: width * 7919 + height)
        func next(_ range: ClosedRange<Int>) -> Int {
            random = random &* 1_664_525 &+ 1_013_904_223
            return range.lowerBound + Int(random >> 8) % range.count
        }
        let mcus = (wide: (width + 8 * maxH - 1) / (8 * maxH), high: (height + 8 * maxV - 1) / (8 * maxV))
        let noise = sampling.map { own in
            (0..<mcus.high * own[1]).map { _ in
                (0..<mcus.wide * own[0]).map { _ -> [Int] in
                    var block = [Int](repeating: 0, count: 64)
                    block[0] = next(-90...90)
                    for _ in 0..<4 { block[next(1...30)] = next(-12...12) }
                    return block
                }
            }
        }
        var file: [UInt8] = [0xFF, 0xD8]
        func segment(_ marker: UInt8, _ body: [Int]) {
            file += [0xFF, marker, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body.map { UInt8($0) }
        }
        segment(0xE1, Array("Exif\0\0MM\0*".utf8).map(Int.init) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0])
        if sampling.count == 4 { segment(0xEE, Array("Adobe".utf8).map(Int.init) + [0, 100, 0, 0, 0, 0, 0]) }
        segment(0xDB, [0] + Array(repeating: 8, count: 64))
        segment(
            isProgressive ? 0xC2 : 0xC0,
            [8, height >> 8, height & 255, width >> 8, width & 255, sampling.count]
                + sampling.enumerated().flatMap { [$0.offset + 1, $0.element[0] << 4 | $0.element[1], 0] })
        segment(0xC4, [0x00] + (1...16).map { $0 == 4 ? 12 : 0 } + Array(0..<12))
        segment(0xC4, [0x10] + (1...16).map { $0 == 8 ? Self.acSymbols.count : 0 } + Self.acSymbols)
        if restart > 0 { segment(0xDD, [restart >> 8, restart & 255]) }

        func scan(_ components: [Int], _ first: Int, _ last: Int) {
            segment(0xDA, [components.count] + components.flatMap { [$0 + 1, 0] } + [first, last, 0])
            var bits = BitWriter()
            var before = [Int](repeating: 0, count: sampling.count)
            func code(_ component: Int, _ column: Int, _ row: Int) {
                let block = noise[component][row][column]
                if first == 0 {
                    bits.put(block[0] - before[component]) { $0 }
                    before[component] = block[0]
                }
                guard last > 0 else { return }
                var run = 0
                for index in max(first, 1)...last {
                    guard block[index] != 0 else {
                        run += 1
                        continue
                    }
                    while run > 15 {
                        bits.put(1, length: 8)
                        run -= 16
                    }
                    bits.put(block[index], length: 8) { 2 + run * 10 + $0 - 1 }
                    run = 0
                }
                if run > 0 { bits.put(0, length: 8) }
            }
            let alone = components.count == 1
            let (wide, high) = alone ? blocks(components[0]) : mcus
            for index in 0..<wide * high {
                if restart > 0, index > 0, index % restart == 0 {
                    bits.end(marker: UInt8(0xD0 + (index / restart - 1) % 8))
                    before = before.map { _ in 0 }
                }
                let (column, row) = (index % wide, index / wide)
                for component in components {
                    let (h, v) = alone ? (1, 1) : (sampling[component][0], sampling[component][1])
                    for y in 0..<v { for x in 0..<h { code(component, column * h + x, row * v + y) } }
                }
            }
            bits.end(marker: nil)
            file += bits.bytes
        }
        let all = Array(sampling.indices)
        if isProgressive {
            scan(all, 0, 0)
            for component in all { for (first, last) in Self.zigzagEnds { scan([component], first, last) } }
        } else {
            scan(all, 0, 63)
        }
        return file + [0xFF, 0xD9]
    }
}

/// Entropy-coded data: codes one behind the other, a zero behind each byte of ones.
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var word = 0
    private var count = 0

    mutating func put(_ value: Int, length: Int) {
        word = word << length | value
        count += length
        while count >= 8 {
            let byte = UInt8(word >> (count - 8) & 255)
            bytes.append(byte)
            if byte == 255 { bytes.append(0) }
            count -= 8
        }
        word &= 1 << count - 1
    }

    /// A number: the code of its size, then its lower bits.
    mutating func put(_ value: Int, length: Int = 4, code: (Int) -> Int) {
        let size = Int.bitWidth - abs(value).leadingZeroBitCount
        put(code(size), length: length)
        if size > 0 { put(value < 0 ? value + 1 << size - 1 : value, length: size) }
    }

    mutating func end(marker: UInt8?) {
        if count > 0 { put(1 << (8 - count) - 1, length: 8 - count) }
        if let marker { bytes += [0xFF, marker] }
    }
}
