import FITS
import WCS

extension WCS {
    /// The solution in a file of an observation, for the size that the file names: our mark, else the picture in it.
    convenience init(solutionIn header: FITSHeader, named name: String) throws {
        guard let width = header.integer("IMAGEW") ?? header.integer("NAXIS1"),
            let height = header.integer("IMAGEH") ?? header.integer("NAXIS2")
        else { throw JobError("“\(name)” does not say the size of the picture it is for") }
        do {
            try self.init(header: header, width: width, height: height, frame: PixelFrame(markedIn: header) ?? .stored)
        } catch let error as WCSError {
            throw JobError("“\(name)” has no usable WCS: \(error.message)")
        }
    }
}
