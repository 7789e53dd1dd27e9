import Observations
import Raster

/// The ending of an observation's `_raw` file: the one the photo came with where it fits the content, else the content's own.
enum RawFileEnding {
    static func of(name: String, facts: PictureFacts) -> String {
        let given = FileNameParts(name).fileExtension.lowercased()
        let fits: Bool
        switch facts.format {
        case .jpeg: fits = ["jpg", "jpeg"].contains(given)
        case .png: fits = given == "png"
        case .webp: fits = given == "webp"
        case .tiff: fits = ["tif", "tiff"].contains(given)
        case .fits:
            let main = given.split(separator: ".").first.map(String.init) ?? ""
            fits = ["fits", "fit", "fts"].contains(main)
        case .raw: fits = ["dng", "cr2", "cr3", "nef", "arw", "orf", "rw2", "raf", "pef", "srw"].contains(given)
        }
        return fits ? given : facts.fileExtension
    }
}
