/// A file that comes of a solve, by the name that nova's addresses have for it.
public enum NovaProduct: String, Sendable, CaseIterable {
    case wcs = "wcs_file"
    case rdls = "rdls_file"
    case axy = "axy_file"
    case corr = "corr_file"
    /// The places in the sky of the stars that were seen.
    case starPlaces = "image_rd_file"
    /// The picture as FITS, with the solution in its header.
    case newFITS = "new_fits_file"
    case annotated = "annotated_full"
    case smallAnnotated = "annotated_display"
    case grid = "grid_full"
    case smallGrid = "grid_display"
    /// Stars that were seen in red, those of the index in green.
    case redGreen = "red_green_image_full"
    case smallRedGreen = "red_green_image_display"
    /// Stars that were seen.
    case extraction = "extraction_image_full"
    case smallExtraction = "extraction_image_display"
    case skyPlot0 = "sky_plot/zoom0"
    case skyPlot1 = "sky_plot/zoom1"
    case skyPlot2 = "sky_plot/zoom2"
    case skyPlot3 = "sky_plot/zoom3"
    case image
    case thumbnail = "thumbnail_of_image"

    /// What it is made of by making it smaller.
    var large: NovaProduct? {
        switch self {
        case .smallAnnotated: .annotated
        case .smallGrid: .grid
        case .smallRedGreen: .redGreen
        case .smallExtraction: .extraction
        default: nil
        }
    }

    /// The name to save it under, as nova suggests; nil: it is shown.
    public var suggestedName: String? {
        switch self {
        case .wcs: "wcs.fits"
        case .rdls: "rdls.fits"
        case .axy: "axy.fits"
        case .corr: "corr.fits"
        case .starPlaces: "image-radec.fits"
        case .newFITS: "new-image.fits"
        default: nil
        }
    }

    /// Whether there is something to be had before the picture is solved, or without that.
    var needsSolution: Bool { ![.image, .thumbnail, .extraction, .smallExtraction, .axy].contains(self) }

    /// The name of the file that is kept.
    var filename: String {
        switch self {
        case .wcs, .rdls, .axy, .corr: String(rawValue.dropLast("_file".count)) + ".fits"
        case .starPlaces, .newFITS: "\(rawValue).fits"
        case .annotated, .smallAnnotated, .grid, .smallGrid, .thumbnail: "\(rawValue).jpg"
        case .redGreen, .smallRedGreen, .extraction, .smallExtraction: "\(rawValue).png"
        case .skyPlot0, .skyPlot1, .skyPlot2, .skyPlot3: rawValue.replacing("/", with: "_") + ".png"
        case .image: "image"
        }
    }

    public var contentType: String {
        if filename.hasSuffix(".fits") { return "application/fits" }
        return filename.hasSuffix(".png") ? "image/png" : filename.hasSuffix(".jpg") ? "image/jpeg" : "application/octet-stream"
    }
}
