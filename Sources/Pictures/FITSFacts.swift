import FITS
import Foundation
import Raster

/// What the header of a FITS image says about the picture.
enum FITSFacts {
    /// A gzipped file is unpacked into memory as a whole when it is read.
    private static let unpackedMax = 1 << 30

    static func read(path: String, limitMegapixels: Int) throws -> PictureFacts {
        if try GzipFile.isOne(path: path) {
            do {
                try GzipFile.check(path: path, limit: unpackedMax)
            } catch let error as PictureError where error.code == .tooLarge {
                throw PictureError(
                    .tooLarge, "\(PictureFile.name(path)) unpacks to more than \(unpackedMax >> 20) MB; unpack it before")
            }
        }
        let info: FITSImageInfo
        do {
            info = try FITSImageReader(path: path).info
        } catch let error as FITSError {
            throw PictureError(.damaged, error.message)
        }
        let size = PixelSize(width: info.width, height: info.height)
        try PictureError.check(size, limitMegapixels: limitMegapixels)
        return PictureFacts(
            format: .fits, size: size, channels: info.planes == 3 ? 3 : 1, bitsPerSample: abs(info.bitpix),
            isFloat: info.bitpix < 0, capture: capture(info.header), fileExtension: "fits",
            bottomUp: !isTopDown(info.header))
    }

    /// FITS rows run upwards unless the header says otherwise.
    private static func isTopDown(_ header: FITSHeader) -> Bool {
        header.string("ROWORDER")?.uppercased().hasPrefix("TOP") ?? false
    }

    /// The colour mosaic as seen from the first pixel in the file; nil for other pictures.
    static func pattern(_ info: FITSImageInfo) -> BayerPattern? {
        let header = info.header
        guard info.planes == 1, let name = header.string("BAYERPAT") ?? header.string("COLORTYP"),
            let pattern = BayerPattern(name.trimmingCharacters(in: .whitespaces))
        else { return nil }
        // The pattern is that of the sensor, from its top left pixel. A file that says that its rows begin at the bottom
        // begins with the sensor's last row; one that says nothing is taken as its writer most likely saw it, as stored.
        let isBottomUp = header.string("ROWORDER")?.uppercased().hasPrefix("BOTTOM") ?? false
        let firstRow = isBottomUp ? info.height - 1 : 0
        return pattern.shifted(x: header.integer("XBAYROFF") ?? 0, y: (header.integer("YBAYROFF") ?? 0) + firstRow)
    }

    private static func capture(_ header: FITSHeader) -> CaptureFacts {
        var facts = CaptureFacts()
        func positive(_ keywords: String...) -> Double? {
            keywords.lazy.compactMap { header.double($0) }.first { $0.isFinite && $0 > 0 && $0 < 1e9 }
        }
        facts.camera = header.string("INSTRUME") ?? header.string("CAMERA")
        facts.exposureSeconds = positive("EXPTIME", "EXPOSURE")
        facts.iso = positive("ISOSPEED", "ISO").map { Int($0) }
        facts.focalLength = positive("FOCALLEN")
        facts.dateObs = FITSDate.parse(header.string("DATE-OBS"), time: header.string("TIME-OBS"))
        (facts.raHint, facts.decHint) = FITSHints.position(header)
        if let scale = positive("PIXSCALE", "SECPIX", "SCALE") {
            facts.pixelScaleHint = scale
        } else if let pixel = positive("XPIXSZ"), let focal = positive("FOCALLEN") {
            facts.pixelScaleHint = pixel / focal * 206.264806  // µm over mm, in arcsec
        }
        return facts
    }
}
