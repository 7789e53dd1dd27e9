/// The stars of a picture, as the engines see them.
public struct StarSurvey: Sendable {
    let picture: StarPicture

    init(picture: StarPicture) { self.picture = picture }

    /// Reads a picture; blocks.
    ///
    /// - Throws: `SolveFailure` with what is wrong with the picture.
    public init(path: String, limitMegapixels: Int) throws {
        self.init(picture: try StarPicture(path: path, limitMegapixels: limitMegapixels))
    }

    /// Of the upright picture at full size (FITS: its rows in the file's order).
    public var width: Int { picture.width }
    public var height: Int { picture.height }

    /// Brightest first, in pixels of the upright picture at full size; blocks.
    public func stars() -> [DetectedStar] { measured(view(1)) }

    /// The stars of the picture made smaller by `reduction` more than usual.
    func view(_ reduction: Int) -> StarView {
        let (image, factor) = picture.quick(reduction: reduction)
        return StarView(stars: StarDetector().stars(in: image), width: image.width, height: image.height, factor: factor)
    }

    /// The detected stars in full pixels, their places measured in the finest picture.
    func measured(_ view: StarView) -> [DetectedStar] {
        let centroid = StarCentroid(picture: picture.detailed)
        let fine = Double(picture.detailedFactor)
        let ratio = Double(view.factor) / fine
        return view.stars.map { star in
            var out = star
            let place = (SIMD2(star.x, star.y) + 0.5) * ratio - 0.5
            let radius = (Double(star.area) / .pi).squareRoot() * ratio
            let better = centroid.measured(at: place, radius: radius) ?? place
            (out.x, out.y) = ((better.x + 0.5) * fine - 0.5, (better.y + 0.5) * fine - 0.5)
            return out
        }
    }
}
