/// The numbers of a celestial WCS, validated: what the header says in one of several ways, in one way.
struct WCSTerms: Sendable, Hashable {
    struct Parameter: Sendable, Hashable {
        let axis: Int
        let number: Int
        let value: Double
    }

    /// Without the suffix -SIP.
    var ctype: [String]
    /// FITS pixels, 1-based.
    var crpix: [Double]
    var crval: [Double]
    /// Degrees per pixel: cd[i][j] is CDi_j.
    var cd: [[Double]]
    var lonPole: Double?
    var latPole: Double?
    /// PVi_m.
    var projectionParameters: [Parameter]
    var sip: SIPDistortion?
    var system: SkySystem

    var determinant: Double { cd[0][0] * cd[1][1] - cd[0][1] * cd[1][0] }

    /// Whether the first axis is the latitude.
    var swapsAxes: Bool { ctype[0].hasPrefix("DEC") || ctype[0].hasPrefix("GLAT") }

    var isPlainTAN: Bool { sip == nil && ctype.allSatisfy { $0.hasSuffix("-TAN") } && projectionParameters.isEmpty }
}
