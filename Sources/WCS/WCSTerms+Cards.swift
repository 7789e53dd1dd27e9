import FITS

extension WCSTerms {
    /// The WCS in standard cards: CD matrix, SIP polynomials, PVi_m; WCSAXES first, as the standard asks for.
    var cards: [FITSCard] {
        var cards = [FITSCard("WCSAXES", 2)]
        for axis in 0..<2 {
            let type = sip == nil ? ctype[axis] : ctype[axis] + "-SIP"
            cards.append(FITSCard("CTYPE\(axis + 1)", .string(type), comment: Self.comment(type)))
            cards.append(FITSCard("CUNIT\(axis + 1)", "deg"))
            cards.append(FITSCard("CRVAL\(axis + 1)", .real(crval[axis]), comment: "sky at the reference pixel"))
            cards.append(FITSCard("CRPIX\(axis + 1)", .real(crpix[axis]), comment: "reference pixel (1-based)"))
            for other in 0..<2 {
                cards.append(FITSCard("CD\(axis + 1)_\(other + 1)", .real(cd[axis][other]), comment: "degrees per pixel"))
            }
        }
        if let lonPole { cards.append(FITSCard("LONPOLE", .real(lonPole))) }
        if let latPole { cards.append(FITSCard("LATPOLE", .real(latPole))) }
        for parameter in projectionParameters {
            cards.append(FITSCard("PV\(parameter.axis)_\(parameter.number)", .real(parameter.value)))
        }
        switch system {
        case .icrs:
            cards.append(FITSCard("RADESYS", "ICRS"))
            cards.append(FITSCard("EQUINOX", .real(2000), comment: "year"))
        case .fk5(let equinox):
            cards.append(FITSCard("RADESYS", "FK5"))
            cards.append(FITSCard("EQUINOX", .real(equinox), comment: "year"))
        case .galactic, .ecliptic: break
        }
        return cards + (sip.map(Self.cards(of:)) ?? [])
    }

    private static func comment(_ type: String) -> String {
        type.hasSuffix("-SIP") ? "projection and SIP distortion" : "projection"
    }

    /// Whether a card belongs to a WCS (of any alternate version), or tells of the pixels it is for.
    static func owns(_ keyword: String) -> Bool {
        if ["WCSAXES", "RADECSYS", "EPOCH", "IMAGEW", "IMAGEH", PixelFrame.keyword].contains(keyword) { return true }
        let parts = keyword.split(separator: "_")
        if parts.count == 3, ["A", "B", "AP", "BP"].contains(parts[0]) { return parts[1].isNumber && parts[2].isNumber }
        if parts.count == 2, ["A", "B", "AP", "BP"].contains(parts[0]) { return ["ORDER", "DMAX"].contains(parts[1]) }
        // The letter of an alternate version.
        let plain = keyword.last.map { $0.isLetter && $0.isASCII } == true ? keyword.dropLast() : keyword[...]
        if ["LONPOLE", "LATPOLE", "RADESYS", "EQUINOX"].contains(where: { $0 == keyword || $0 == plain }) { return true }
        let stem = plain.prefix { $0.isLetter }
        let index = plain.dropFirst(stem.count)
        switch stem {
        case "WCSAXES": return index.isEmpty
        case "CTYPE", "CUNIT", "CRVAL", "CRPIX", "CDELT", "CROTA": return index.isNumber
        case "CD", "PC", "PV": return !index.isEmpty && index.allSatisfy { $0.isNumber || $0 == "_" }
        default: return false
        }
    }
}

extension Substring {
    fileprivate var isNumber: Bool { !isEmpty && allSatisfy { $0.isASCII && $0.isNumber } }
}
