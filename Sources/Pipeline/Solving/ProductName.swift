/// The products of a solution: the names and types existing programs look for.
struct ProductName: Sendable, Hashable {
    var filename: String
    var type: String

    /// - Parameter job: the solver's submission, with which all names begin.
    static func fits(_ job: String) -> Self { Self(filename: "\(plain(job)).fits", type: "fits") }
    static func wcs(_ job: String) -> Self { Self(filename: "\(plain(job))_wcs_file.fits", type: "wcs_fits") }
    static func axy(_ job: String) -> Self { Self(filename: "\(plain(job))_axy_file.fits", type: "stars_fits") }
    static func corr(_ job: String) -> Self { Self(filename: "\(plain(job))_corr_file.fits", type: "corr_fits") }
    static func rdls(_ job: String) -> Self { Self(filename: "\(plain(job))_rdls_file.fits", type: "nearby_stars_fits") }

    /// Of a picture that was not solved: the stars that were seen in it, marked.
    static func seen(_ job: String) -> Self { Self(filename: "\(plain(job))_stars.jpg", type: "stars_seen") }

    static func skyGlobe(_ job: String) -> Self { Self(filename: "\(plain(job))_sky_globe.jpg", type: "sky_globe") }
    static func skyPlot(_ job: String) -> Self { Self(filename: "\(plain(job))_sky_plot.jpg", type: "sky_plot") }
    static func annotated(_ job: String) -> Self { Self(filename: "\(plain(job))_annotated.jpg", type: "annotated") }

    /// What is drawn once a picture is solved.
    static let drawings = [skyGlobe, skyPlot, annotated]
    static let types: Set<String> = [
        "fits", "wcs_fits", "stars_fits", "corr_fits", "nearby_stars_fits", "sky_globe", "sky_plot", "annotated",
        "stars_seen",
    ]

    /// A submission is a word of the solver's own; what cannot stand in a file name is replaced.
    private static func plain(_ job: String) -> String {
        let name = String(job.prefix(120).map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
        return name.hasPrefix(".") || name.isEmpty ? "job\(name)" : name
    }
}
