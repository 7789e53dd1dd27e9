import CRaw
import Foundation

/// Facts and pixels of camera raw files.
enum RawFile {
    static func facts(path: String, limitMegapixels: Int) throws -> PictureFacts {
        let file = try FileBytes(path: path)
        let subtype = try Sniffer.kind(of: file)?.subtype ?? "RAW"
        let reader = try RawReader(path: path)
        try PictureError.check(reader.size, limitMegapixels: limitMegapixels)
        let info = reader.info
        var capture = TIFFTags(TIFFStructure(file)).map { CaptureFacts(exif: $0) } ?? CaptureFacts()
        capture.camera = capture.camera ?? CaptureFacts.camera(make: text(info.make), model: text(info.model))
        capture.lens = capture.lens ?? text(info.lens)
        capture.exposureSeconds = capture.exposureSeconds ?? positive(info.exposure)
        capture.iso = capture.iso ?? positive(info.iso).map { Int($0) }
        capture.focalLength = capture.focalLength ?? positive(info.focal_length)
        capture.dateTimeOriginal = capture.dateTimeOriginal ?? date(info.timestamp)
        return PictureFacts(
            format: .raw, subtype: subtype, size: reader.size, channels: 1, bitsPerSample: Int(info.bits),
            orientation: Orientation(rawValue: Int(info.orientation)) ?? .up, capture: capture,
            fileExtension: subtype.lowercased())
    }

    static func decode(path: String, facts: PictureFacts, reduceBy factor: Int) throws -> PixelBuffer {
        let reader = try RawReader(path: path)
        guard reader.size == facts.size else { throw PictureError(.damaged, "the file changed while it was read") }
        if factor == 1 { return try reader.develop(half: false) }
        return try reader.develop(half: true).boxReduced(by: factor / 2)
    }

    /// Kinds that are built like TIFF are walked like TIFF; of the others LibRaw at least finds its way to the data.
    static func checkComplete(_ file: FileBytes, path: String) throws {
        let head = try file.bytes(at: 0, count: 4)
        if head.starts(with: [0x49, 0x49, 42, 0]) || head.starts(with: [0x4D, 0x4D, 0, 42]) {
            try TIFFStructure(file).checkComplete()
        } else if try file.bytes(at: 4, count: 4) == Array("ftyp".utf8) {
            try BoxFile.check(file)
        } else {
            _ = try RawReader(path: path)
        }
    }

    private static func text<Tuple>(_ tuple: Tuple) -> String? {
        withUnsafeBytes(of: tuple) { headerText($0) }
    }

    private static func positive(_ value: Double) -> Double? {
        value.isFinite && value > 0 && value < 1e9 ? value : nil
    }

    /// LibRaw reads the camera's clock as one of the machine's zone; this takes that back.
    private static func date(_ timestamp: Int64) -> String? {
        guard timestamp > 0 else { return nil }
        let parts = Calendar(identifier: .gregorian).dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(timestamp)))
        guard let year = parts.year, let month = parts.month, let day = parts.day, let hour = parts.hour,
            let minute = parts.minute, let second = parts.second
        else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year):\(two(month)):\(two(day)) \(two(hour)):\(two(minute)):\(two(second))"
    }
}
