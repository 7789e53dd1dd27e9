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
    private static let quickSide = 2048

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
            throw SolveFailure(error.message, cause: .unreadable)
        }
    }

    /// The picture that our star detection sees, and how many upright pixels one of its pixels is wide.
    ///
    /// - Parameter reduction: how much smaller than usual.
    func quick(reduction: Int) -> (image: GreyImage, factor: Int) {
        let longSide = max(detailed.width, detailed.height)
        let factor = max(1, (longSide + Self.quickSide - 1) / Self.quickSide) * reduction
        // Too small a picture stays as it is.
        let taken = detailed.width >= factor && detailed.height >= factor ? factor : 1
        let (width, height) = (detailed.width / taken, detailed.height / taken)
        let scale = 1 / Float(taken * taken)
        var sums = [UInt32](repeating: 0, count: width)
        let pixels = [Float](unsafeUninitializedCapacity: width * height) { out, count in
            count = width * height
            for y in 0..<height {
                for x in 0..<width { sums[x] = 0 }
                for line in 0..<taken {
                    let row = detailed.row(y * taken + line, as: UInt8.self)
                    if taken == 1 {
                        for x in 0..<width { sums[x] = UInt32(row[x]) }
                    } else {
                        for x in 0..<width {
                            var sum: UInt32 = 0
                            for part in 0..<taken { sum += UInt32(row[x * taken + part]) }
                            sums[x] += sum
                        }
                    }
                }
                for x in 0..<width { out[y * width + x] = Float(sums[x]) * scale }
            }
        }
        return (GreyImage(width: width, height: height, pixels: pixels), taken * detailedFactor)
    }
}
