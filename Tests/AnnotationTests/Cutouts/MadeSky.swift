import FITS
import Foundation
import Raster
import Sky
import WCS

/// Pictures that are a known function of the sky, so that every pixel of another projection is known too.
enum MadeSky {
    static func header(
        _ projection: String, ra: Double, dec: Double, width: Int, height: Int, scale: Double, turn: Double = 0, mirrored: Bool = false,
        sip: [(String, Double)] = []
    ) -> FITSHeader {
        let (c, s) = (cos(radians(turn)) * scale, sin(radians(turn)) * scale)
        var header = FITSHeader()
        let suffix = sip.isEmpty ? "" : "-SIP"
        header.set("CTYPE1", .string("RA---\(projection)\(suffix)"))
        header.set("CTYPE2", .string("DEC--\(projection)\(suffix)"))
        header.set("CRVAL1", .real(ra))
        header.set("CRVAL2", .real(dec))
        header.set("CRPIX1", .real(Double(width) * 0.52))
        header.set("CRPIX2", .real(Double(height) * 0.47))
        header.set("CD1_1", .real(mirrored ? c : -c))
        header.set("CD1_2", .real(s))
        header.set("CD2_1", .real(mirrored ? -s : s))
        header.set("CD2_2", .real(c))
        if !sip.isEmpty {
            header.set("A_ORDER", .integer(3))
            header.set("B_ORDER", .integer(3))
            for (key, value) in sip { header.set(key, .real(value)) }
        }
        return header
    }

    static func wcs(_ header: FITSHeader, _ width: Int, _ height: Int) throws -> WCS {
        try WCS(header: header, width: width, height: height, frame: .upright)
    }

    /// A smooth pattern with waves of some `waves` a radian: 0.1 … 0.9.
    static func brightness(_ position: SkyPosition, waves: Double) -> Float {
        let v = position.unitVector
        return Float(0.5 + 0.2 * sin(waves * v.x + 1) + 0.1 * cos(waves * 0.8 * v.y) + 0.1 * sin(waves * 0.7 * v.z))
    }

    /// Float samples; colours shifted against each other in brightness.
    static func picture(_ wcs: WCS, channels: Int = 1, waves: Double) throws -> PixelBuffer {
        let out = PixelBuffer(size: PixelSize(width: wcs.width, height: wcs.height), channels: channels, sample: .f32)
        for y in 0..<wcs.height {
            let sky = try wcs.sky((0..<wcs.width).map { PixelPoint(x: Double($0), y: Double(y)) })
            let row = out.row(y, as: Float.self)
            for x in 0..<wcs.width {
                let value = sky[x].map { brightness($0, waves: waves) } ?? 0
                for channel in 0..<channels { row[x * channels + channel] = value + 0.03 * Float(channel) }
            }
        }
        return out
    }
}
