import Raster

/// The stars of a picture, as the engines see them, or a list of stars that was made elsewhere.
public struct StarSurvey: Sendable {
    private enum Source: Sendable {
        case picture(StarPicture)
        case list(StarList)
    }

    private let source: Source

    init(picture: StarPicture) { source = .picture(picture) }

    /// Reads a picture, or a FITS table of stars; blocks.
    ///
    /// - Throws: `SolveFailure` with what is wrong with it.
    public init(path: String, limitMegapixels: Int) throws {
        do {
            source = .picture(try StarPicture(path: path, limitMegapixels: limitMegapixels))
        } catch let failure as SolveFailure {
            do {
                source = .list(try StarList(path: path))
            } catch let own as SolveFailure {
                throw own
            } catch {
                throw failure
            }
        }
    }

    /// Of the upright picture at full size (FITS: its rows in the file's order).
    public var width: Int {
        switch source {
        case .picture(let picture): picture.width
        case .list(let list): list.width
        }
    }
    public var height: Int {
        switch source {
        case .picture(let picture): picture.height
        case .list(let list): list.height
        }
    }

    /// What the picture's headers say.
    var capture: CaptureFacts {
        switch source {
        case .picture(let picture): picture.capture
        case .list: CaptureFacts()
        }
    }

    /// Brightest first, in pixels of the upright picture at full size; blocks.
    public func stars() -> [DetectedStar] { measured(view(1)) }

    /// The stars of the picture made smaller by `reduction` more than usual.
    func view(_ reduction: Int) -> StarView {
        switch source {
        case .picture(let picture):
            let (image, factor) = picture.quick(reduction: reduction)
            return StarView(stars: StarDetector().stars(in: image), width: image.width, height: image.height, factor: factor)
        case .list(let list):
            return StarView(stars: list.stars, width: list.width, height: list.height, factor: 1)
        }
    }

    /// The detected stars in full pixels, their places measured in the finest picture.
    func measured(_ view: StarView) -> [DetectedStar] {
        guard case .picture(let picture) = source else { return view.stars }
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
