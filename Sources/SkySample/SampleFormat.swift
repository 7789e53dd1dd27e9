import Foundation

/// The kind of file that a sample is written to, told by its name.
enum SampleFormat: String {
    case jpeg = "JPEG"
    case png = "PNG"
    case tiff = "TIFF"
    case fits = "FITS"

    init(path: String) throws {
        switch URL(fileURLWithPath: path).pathExtension.lowercased() {
        case "jpg", "jpeg": self = .jpeg
        case "png": self = .png
        case "tif", "tiff": self = .tiff
        case "fits", "fit": self = .fits
        default: throw SampleError("\(path): the name must end in .jpg, .png, .tif or .fits.")
        }
    }

    var holdsOrientation: Bool { self == .jpeg || self == .tiff }
    /// FITS rows run upwards: row 0 is the lowest row of the picture as seen.
    var bottomUp: Bool { self == .fits }
    /// FITS samples are proportional to the light; the others have the tone curve of a camera's picture.
    var linear: Bool { self == .fits }
}
