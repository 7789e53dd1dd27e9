import FITS
import Foundation
import Pipeline
import Raster

/// Knows pictures that are text: "PIC", then facts as `key=value` lines, then "END".
struct FakeInspector: PictureInspector {
    static let size = PixelSize(width: 600, height: 400)

    static func picture(_ facts: String...) -> String { (["PIC"] + facts + ["END"]).joined(separator: "\n") }

    func facts(path: String, limitMegapixels: Int) throws -> PictureFacts {
        guard let data = FileManager.default.contents(atPath: path) else { throw PictureError(.io, "\(path) cannot be read") }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        guard lines.first == "PIC" else { throw PictureError(.notAPicture, "This is no picture") }
        if lines.contains("BIG") { throw PictureError(.tooLarge, "It has more than \(limitMegapixels) megapixels") }
        var capture = CaptureFacts()
        for line in lines {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "taken": capture.dateTimeOriginal = parts[1]
            case "offset": capture.offset = parts[1]
            case "camera": capture.camera = parts[1]
            case "iso": capture.iso = Int(parts[1])
            case "exposure": capture.exposureSeconds = Double(parts[1])
            case "focal": capture.focalLength = Double(parts[1])
            default: continue
            }
        }
        return PictureFacts(
            format: .jpeg, subtype: nil, size: Self.size, channels: 3, bitsPerSample: 8, isFloat: false,
            orientation: lines.contains("turned") ? .right : .up, capture: capture, fileExtension: "jpg", bottomUp: false)
    }

    func checkComplete(path: String, facts: PictureFacts) throws {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        guard data.suffix(3) == Data("END".utf8) else { throw PictureError(.truncated, "The picture ends too early") }
    }

    func writeFITS(path: String, facts: PictureFacts, to target: String, cards: [FITSCard]) throws {
        let size = facts.uprightSize
        try FITSImageWriter.write(
            path: target, width: size.width, height: size.height, planes: 1, sample: .u8, cards: cards
        ) { _, _, out in memset(out, 7, size.width) }
    }
}
