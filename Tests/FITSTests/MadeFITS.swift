import FITS
import Foundation

/// FITS files made byte by byte, independent of the writer under test.
enum MadeFITS {
    static func file(_ cards: [FITSCard], _ bytes: [UInt8]) -> Data {
        var data = FITSHeader(cards: cards).serialized() + Data(bytes)
        let excess = data.count % 2880
        if excess > 0 { data += Data(count: 2880 - excess) }
        return data
    }

    static func image(bitpix: Int, _ axes: [Int], _ bytes: [UInt8], _ more: [FITSCard] = []) -> Data {
        var cards = [FITSCard("SIMPLE", true), FITSCard("BITPIX", .integer(bitpix)), FITSCard("NAXIS", .integer(axes.count))]
        for (index, length) in axes.enumerated() { cards.append(FITSCard("NAXIS\(index + 1)", .integer(length))) }
        return file(cards + more, bytes)
    }

    static func bigEndian<T: FixedWidthInteger>(_ numbers: [T]) -> [UInt8] {
        numbers.flatMap { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
    }

    static func read(_ path: String) throws -> (info: FITSImageInfo, planes: [[Float]]) {
        let reader = try FITSImageReader(path: path)
        let planes = try (0..<reader.info.planes).map { plane in
            var pixels = [Float](repeating: -99, count: reader.info.width * reader.info.height)
            try pixels.withUnsafeMutableBufferPointer { try reader.readRows(0..<reader.info.height, plane: plane, into: $0) }
            return pixels
        }
        return (reader.info, planes)
    }
}
