import FITS

/// Where a FITS header says that the telescope pointed.
enum FITSHints {
    /// Degrees, or nil for both: from a solution's CRVAL, else RA and DEC, else OBJCTRA and OBJCTDEC.
    static func position(_ header: FITSHeader) -> (ra: Double?, dec: Double?) {
        if let type = header.string("CTYPE1"), type.hasPrefix("RA--"), let ra = header.double("CRVAL1"),
            let dec = header.double("CRVAL2"), let position = checked(ra, dec)
        {
            return position
        }
        for (raKey, decKey) in [("RA", "DEC"), ("OBJCTRA", "OBJCTDEC")] {
            let ra = header.double(raKey) ?? sexagesimal(header.string(raKey)).map { $0 * 15 }
            let dec = header.double(decKey) ?? sexagesimal(header.string(decKey))
            if let ra, let dec, let position = checked(ra, dec) { return position }
        }
        return (nil, nil)
    }

    private static func checked(_ ra: Double, _ dec: Double) -> (ra: Double?, dec: Double?)? {
        (0...360).contains(ra) && (-90...90).contains(dec) ? (ra, dec) : nil
    }

    /// `dd mm ss.s` or `dd:mm:ss.s`; hours are for the caller to multiply.
    static func sexagesimal(_ text: String?) -> Double? {
        guard let text else { return nil }
        let parts = text.split(whereSeparator: { $0 == " " || $0 == ":" }).compactMap { Double($0) }
        guard parts.count == 3, parts.allSatisfy(\.isFinite) else { return nil }
        let size = abs(parts[0]) + parts[1] / 60 + parts[2] / 3600
        return text.contains("-") ? -size : size
    }
}
