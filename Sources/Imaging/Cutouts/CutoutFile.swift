import Annotation
import FITS
import Foundation
import Pictures
import Raster
import WCS

/// The file a cutout goes into.
struct CutoutFile {
    private enum Kind {
        case fits
        case picture(OutputFormat)
    }

    private let path: String
    private let kind: Kind

    /// - Throws: `CutoutError` where the ending names no kind of file that holds a cutout.
    init(_ path: String) throws {
        self.path = path
        let ending = URL(fileURLWithPath: path).pathExtension
        if ["fits", "fit", "fts"].contains(ending.lowercased()) {
            kind = .fits
        } else if let format = OutputFormat(fileExtension: ending), format != .gif {
            kind = .picture(format)
        } else {
            throw CutoutError(
                .unsupported, "a cutout is written as .jpg, .png, .tif, .webp or .fits; \"\(path)\" ends in none of these")
        }
    }

    /// Whether it cannot hold such samples as they are: linear ones are then made visible.
    func isForTheEye(_ sample: SampleType) -> Bool {
        switch kind {
        case .picture(.jpeg), .picture(.webp): true
        case .picture(.png): sample == .f32
        default: false
        }
    }

    /// Whether float samples that are no number have a meaning in it.
    var holdsBlanks: Bool { if case .fits = kind { true } else { false } }

    func sample(of cutout: PixelBuffer) -> SampleType {
        switch kind {
        case .picture(.jpeg), .picture(.webp): .u8
        case .picture(.png): cutout.sample == .f32 ? .u16 : cutout.sample
        default: cutout.sample
        }
    }

    /// Writes it beside its place, and puts it there when it is whole.
    ///
    /// - Returns: what did not go along, in words.
    func write(
        _ cutout: PixelBuffer, of picture: String, _ facts: PictureFacts, _ wcs: WCS, isStretched: Bool
    ) throws -> [String] {
        try OutputFiles.whole { files in
            try files.add(path) { part in
                switch kind {
                case .fits:
                    try writeFITS(cutout, facts, wcs, to: part)
                    return []
                case .picture(let format):
                    var settings = try OutputSettings.keeping(picture, facts, wcs, as: format, isStretched: isStretched)
                    // New pixels between the old ones: a coarse source's block edges do not fall on the new blocks.
                    settings.quality = max(85, settings.quality)
                    return try PictureOutput.write(cutout, to: part, as: format, settings: settings)
                }
            }
        }
    }

    /// FITS viewers show the first row at the bottom, so the rows are written from the last one up.
    private func writeFITS(_ cutout: PixelBuffer, _ facts: PictureFacts, _ wcs: WCS, to part: String) throws {
        var cards = try wcs.flippedVertically().solutionCards
        if let date = facts.capture.instant {
            cards.append(FITSCard("DATE-OBS", .string(Self.dateText(date)), comment: "UTC, when the picture was taken"))
        }
        let sample: FITSSample =
            switch cutout.sample {
            case .u8: .u8
            case .u16: .u16
            case .f32: .f32
            }
        try FITSImageWriter.write(
            path: part, width: cutout.width, height: cutout.height, planes: cutout.channels, sample: sample, cards: cards
        ) { plane, row, out in
            let y = cutout.height - 1 - row
            switch cutout.sample {
            case .u8: Self.pick(cutout.row(y, as: UInt8.self), plane, cutout.channels, out)
            case .u16: Self.pick(cutout.row(y, as: UInt16.self), plane, cutout.channels, out)
            case .f32: Self.pick(cutout.row(y, as: Float.self), plane, cutout.channels, out)
            }
        }
    }

    private static func pick<Sample: BitwiseCopyable>(
        _ row: UnsafeMutableBufferPointer<Sample>, _ plane: Int, _ channels: Int, _ out: UnsafeMutableRawPointer
    ) {
        let target = out.assumingMemoryBound(to: Sample.self)
        for x in 0..<row.count / channels { target[x] = row[x * channels + plane] }
    }

    private static func dateText(_ date: Date) -> String {
        String(date.formatted(.iso8601.year().month().day().timeSeparator(.colon).time(includingFractionalSeconds: true)).prefix(23))
    }
}
