public import FITS
import Pictures
public import Raster

/// What the pipeline wants to know of picture files, and have done to them. All calls block.
public protocol PictureInspector: Sendable {
    /// From the headers; refuses more than `limitMegapixels`.
    func facts(path: String, limitMegapixels: Int) throws -> PictureFacts
    /// Throws when the file does not reach to its end.
    func checkComplete(path: String, facts: PictureFacts) throws
    /// Writes the upright picture as FITS with these cards.
    func writeFITS(path: String, facts: PictureFacts, to target: String, cards: [FITSCard]) throws
}

/// Every kind of picture the house reads.
public struct PictureFileInspector: PictureInspector {
    public init() {}

    public func facts(path: String, limitMegapixels: Int) throws -> PictureFacts {
        try PictureFile.facts(path: path, limitMegapixels: limitMegapixels)
    }

    public func checkComplete(path: String, facts: PictureFacts) throws {
        try PictureFile.checkComplete(path: path, facts: facts)
    }

    public func writeFITS(path: String, facts: PictureFacts, to target: String, cards: [FITSCard]) throws {
        try PictureFile.writeFITS(path: path, facts: facts, to: target, cards: cards)
    }
}
