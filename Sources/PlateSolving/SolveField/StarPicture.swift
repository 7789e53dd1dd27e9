import Foundation
import Pictures
import Raster

/// A picture prepared for solving: its brightness, upright, no larger than the solver needs.
struct StarPicture: Sendable {
    /// Of the upright picture at full size.
    let width: Int
    let height: Int
    let capture: CaptureFacts
    /// For the solver's own star detection; at most some megapixels.
    let detailed: PixelBuffer
    /// How many upright pixels one pixel of `detailed` is wide.
    let detailedFactor: Int

    /// The solver's own star detection takes seconds for each ten megapixels, and finds no more stars in more.
    private static let detailedPixels = 10_000_000
    /// The longer side of the picture that our star detection sees.
    private static let quickSide = 1600

    /// - Throws: `SolveFailure` with what is wrong with the picture.
    init(path: String, limitMegapixels: Int) throws {
        do {
            let facts = try PictureFile.facts(path: path, limitMegapixels: limitMegapixels)
            let upright = facts.orientation.uprightSize(of: facts.size)
            width = upright.width
            height = upright.height
            capture = facts.capture
            (detailed, detailedFactor) = try PictureFile.luminance(
                path: path, facts: facts, maxPixels: Self.detailedPixels)
        } catch let error as PictureError {
            throw SolveFailure(error.message)
        }
    }

    /// The picture that our star detection sees, and how many upright pixels one of its pixels is wide.
    ///
    /// - Parameter reduction: how much smaller than usual.
    func quick(reduction: Int) -> (image: GreyImage, factor: Int) {
        let longSide = max(detailed.width, detailed.height)
        let factor = max(1, (longSide + Self.quickSide - 1) / Self.quickSide) * reduction
        let pixels = withExtendedLifetime(detailed) { detailed.samples(as: UInt8.self).map(Float.init) }
        let image = GreyImage(width: detailed.width, height: detailed.height, pixels: pixels)
        let reduced = image.reduced(by: factor)
        // Too small a picture stays as it is.
        let taken = reduced.width == image.width ? 1 : factor
        return (reduced, taken * detailedFactor)
    }
}
