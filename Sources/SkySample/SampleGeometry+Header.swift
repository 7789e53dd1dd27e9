import FITS
import Foundation
import Sky

extension SampleGeometry {
    /// The CD matrix, degrees per pixel.
    var cd: (xx: Double, xy: Double, yx: Double, yy: Double) {
        let s = degrees(scale)
        return (s * xAxis.east, s * yAxis.east, s * xAxis.north, s * yAxis.north)
    }

    /// +1 where the determinant of CD is positive, else −1.
    var parity: Int { cd.xx * cd.yy - cd.xy * cd.yx > 0 ? 1 : -1 }

    /// As astrometry.net's `wcsinfo` gives it: the direction of the picture's y axis, degrees east of north, −180 … 180.
    var orientation: Double {
        let m = cd
        let p = Double(parity)
        return -degrees(atan2(p * m.yx - m.xy, p * m.xx + m.yy))
    }

    /// The mapping as FITS WCS cards: exact, because the distortion is a cubic SIP polynomial (Shupe et al. 2005).
    var header: FITSHeader {
        let suffix = bend == 0 ? "" : "-SIP"
        let m = cd
        var cards = [
            FITSCard("WCSAXES", 2),
            FITSCard("CTYPE1", .string("RA---\(projection.rawValue)\(suffix)")),
            FITSCard("CTYPE2", .string("DEC--\(projection.rawValue)\(suffix)")),
            FITSCard("CUNIT1", "deg"), FITSCard("CUNIT2", "deg"),
            FITSCard("CRVAL1", .real(centre.ra)), FITSCard("CRVAL2", .real(centre.dec)),
            FITSCard("CRPIX1", .real(centreX + 1)), FITSCard("CRPIX2", .real(centreY + 1)),
            FITSCard("CD1_1", .real(m.xx)), FITSCard("CD1_2", .real(m.xy)),
            FITSCard("CD2_1", .real(m.yx)), FITSCard("CD2_2", .real(m.yy)),
            // Said, because the default differs at the pole itself.
            FITSCard("LONPOLE", 180.0), FITSCard("RADESYS", "ICRS"),
            FITSCard("IMAGEW", .integer(width)), FITSCard("IMAGEH", .integer(height)), FITSCard("ASTFRAME", "upright"),
        ]
        if bend != 0 {
            cards.append(FITSCard("A_ORDER", 3))
            cards.append(FITSCard("B_ORDER", 3))
            for name in ["A_3_0", "A_1_2", "B_2_1", "B_0_3"] { cards.append(FITSCard(name, .real(bend))) }
        }
        return FITSHeader(cards: cards)
    }
}
