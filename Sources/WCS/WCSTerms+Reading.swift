import FITS
import Foundation

extension WCSTerms {
    /// Projections wcslib knows that a header of two axes can describe completely (Calabretta & Greisen 2002; TPV, HPX, XPH later).
    private static let projections: Set<String> = [
        "AZP", "SZP", "TAN", "TPV", "STG", "SIN", "ARC", "ZPN", "ZEA", "AIR", "CYP", "CEA", "CAR", "MER", "SFL", "PAR", "MOL",
        "AIT", "COP", "COE", "COD", "COO", "BON", "PCO", "TSC", "CSC", "QSC", "HPX", "XPH",
    ]

    init(header: FITSHeader) throws {
        let types = try Self.types(header)
        var numbers = HeaderNumbers(header)
        ctype = types.names
        crpix = [try numbers.number("CRPIX1") ?? 0, try numbers.number("CRPIX2") ?? 0]
        crval = [try numbers.number("CRVAL1") ?? 0, try numbers.number("CRVAL2") ?? 0]
        lonPole = try numbers.number("LONPOLE", within: 360)
        latPole = try numbers.number("LATPOLE", within: 360)
        cd = try Self.matrix(&numbers)
        sip = try Self.sip(header, &numbers)
        system = try Self.system(header, types.longitude)
        projectionParameters = try Self.parameters(&numbers)
        try adoptSCAMP(latitudeAxis: types.longitude == ctype[0].prefix(4) ? 2 : 1)
        try check()
    }

    private static func types(_ header: FITSHeader) throws -> (names: [String], longitude: Substring) {
        var names: [String] = []
        for axis in 1...2 {
            guard var type = header.string("CTYPE\(axis)") else { throw WCSError("the header has no CTYPE\(axis): no WCS") }
            if type.hasSuffix("-SIP") { type.removeLast(4) }
            guard type.utf8.count == 8, projections.contains(String(type.suffix(3))) else {
                throw WCSError("CTYPE\(axis) = '\(type)' is no projection of the sky that is known here")
            }
            names.append(type)
        }
        guard names[0].suffix(3) == names[1].suffix(3) else {
            throw WCSError("CTYPE1 = '\(names[0])' and CTYPE2 = '\(names[1])' are different projections")
        }
        let stems = names.map { $0.prefix(5) }
        for (longitude, latitude) in [("RA---", "DEC--"), ("GLON-", "GLAT-")] {
            if stems == [Substring(longitude), Substring(latitude)] || stems == [Substring(latitude), Substring(longitude)] {
                return (names, Substring(longitude).prefix(4))
            }
        }
        throw WCSError("CTYPE1 = '\(names[0])', CTYPE2 = '\(names[1])' are not right ascension and declination")
    }

    /// CDi_j; else PCi_j and CDELTi; else CROTA2 and CDELTi (Greisen & Calabretta 2002, section 2.1.2 and 6).
    private static func matrix(_ numbers: inout HeaderNumbers) throws -> [[Double]] {
        let cd = try (1...2).map { i in try (1...2).map { j in try numbers.number("CD\(i)_\(j)") } }
        if cd.joined().contains(where: { $0 != nil }) { return cd.map { $0.map { $0 ?? 0 } } }
        let step = [try numbers.number("CDELT1") ?? 1, try numbers.number("CDELT2") ?? 1]
        let pc = try (1...2).map { i in
            try (1...2).map { j in try numbers.number("PC\(i)_\(j)") ?? numbers.number("PC00\(i)00\(j)") }
        }
        if pc.joined().contains(where: { $0 != nil }) {
            return (0..<2).map { i in (0..<2).map { j in step[i] * (pc[i][j] ?? (i == j ? 1 : 0)) } }
        }
        let angle = (try numbers.number("CROTA2") ?? numbers.number("CROTA1") ?? 0) * .pi / 180
        return [[step[0] * cos(angle), -step[1] * sin(angle)], [step[0] * sin(angle), step[1] * cos(angle)]]
    }

    private static func system(_ header: FITSHeader, _ longitude: Substring) throws -> SkySystem {
        if longitude == "GLON" { return .galactic }
        let equinox = header.double("EQUINOX") ?? header.double("EPOCH")
        let name =
            (header.string("RADESYS") ?? header.string("RADECSYS"))?.uppercased()
            ?? equinox.map { $0 < 1984 ? "FK4" : "FK5" } ?? "ICRS"
        switch name {
        case "ICRS", "GCRS": return .icrs
        case "FK5":
            let year = equinox ?? 2000
            guard (1900...2100).contains(year) else { throw WCSError("EQUINOX = \(year) is out of range") }
            return year == 2000 ? .icrs : .fk5(equinox: year)
        default:
            throw WCSError(
                "positions in \(name) (equinox \(equinox.map { "\($0)" } ?? "not given")) are not supported; ICRS or FK5 are")
        }
    }

    private static func parameters(_ numbers: inout HeaderNumbers) throws -> [Parameter] {
        var parameters: [Parameter] = []
        for axis in 1...2 {
            for number in 0..<40 {
                guard let value = try numbers.number("PV\(axis)_\(number)", within: 1e12) else { continue }
                parameters.append(Parameter(axis: axis, number: number, value: value))
            }
        }
        return parameters
    }

    /// SCAMP writes the distortion of TPV under the name TAN; TAN has no parameters of its own on the latitude axis.
    private mutating func adoptSCAMP(latitudeAxis: Int) throws {
        guard ctype[0].hasSuffix("-TAN") else { return }
        let hasDistortion = projectionParameters.contains { $0.axis == latitudeAxis || $0.number > 4 }
        guard hasDistortion else { return }
        if sip != nil {
            projectionParameters.removeAll { $0.axis == latitudeAxis || $0.number > 4 }
        } else {
            ctype = ctype.map { $0.dropLast(3) + "TPV" }
        }
    }

    private func check() throws {
        let size = cd.joined().map(abs).max() ?? 0
        guard size > 0, abs(determinant) > 1e-10 * size * size else {
            throw WCSError("the matrix of the WCS is singular: it maps the picture onto a line or a point")
        }
        guard (1e-12...90).contains(size) else {
            throw WCSError("\(size) degrees per pixel is no scale of a picture")
        }
    }
}
