import FITS
import Foundation
import Sky

extension SampleTruth {
    private static let listedCount = 60

    init(
        _ request: SampleRequest, _ geometry: SampleGeometry, _ exposure: Exposure, _ listed: ListedStars, falseStars: Int,
        unlistedStars: Int, channels: Int
    ) {
        let (w, h) = (Double(geometry.width), Double(geometry.height))
        func point(_ x: Double, _ y: Double) -> Point? {
            geometry.sky(x: x, y: y).map { v in
                let position = SkyPosition(v)
                return Point(x: x, y: y, ra: position.ra, dec: position.dec)
            }
        }
        func separation(_ a: (Double, Double), _ b: (Double, Double)) -> Double {
            guard let p = geometry.sky(x: a.0, y: a.1), let q = geometry.sky(x: b.0, y: b.1) else { return 0 }
            return degrees(p.angle(to: q))
        }
        let middle = (geometry.centreX, geometry.centreY)
        file = request.out
        seed = request.seed
        (ra, dec) = (request.centre.ra, request.centre.dec)
        pixelScale = degrees(geometry.scale) * 3600
        orientation = geometry.orientation
        parity = geometry.parity
        rotation = request.rotation
        mirror = request.mirror
        projection = request.projection
        distortion = request.distortion
        (width, height) = (request.width, request.height)
        (storedWidth, storedHeight) = SampleFile.storedSize(request)
        exifOrientation = request.orientation
        bottomUp = geometry.bottomUp
        self.channels = channels
        depth = request.depth
        fieldWidth = request.field
        fieldHeight = 2 * separation(middle, (middle.0, h - 0.5))
        radius = separation(middle, (-0.5, -0.5))
        limitingMagnitude = exposure.limit
        listedStars = listed.magnitudes.count
        missingStars = listed.missing
        self.falseStars = falseStars
        self.unlistedStars = unlistedStars
        index = listed.index
        corners = [(-0.5, -0.5), (w - 0.5, -0.5), (w - 0.5, h - 0.5), (-0.5, h - 0.5)].compactMap { point($0.0, $0.1) }
        grid = (0..<81).compactMap { point((w - 1) * Double($0 % 9) / 8, (h - 1) * Double($0 / 9) / 8) }
        let inside = listed.stars.filter {
            $0.drawn.x > 10 && $0.drawn.y > 10 && $0.drawn.x < w - 11 && $0.drawn.y < h - 11
        }
        stars = inside.sorted { $0.drawn.magnitude < $1.drawn.magnitude }.prefix(Self.listedCount).map { star in
            let position = SkyPosition(star.position)
            return Star(
                x: star.drawn.x, y: star.drawn.y, ra: position.ra, dec: position.dec, magnitude: star.drawn.magnitude)
        }
        cards = Self.lines(of: geometry.header)
    }

    private static func lines(of header: FITSHeader) -> [String] {
        let text = String(decoding: header.serialized(), as: UTF8.self)
        var lines: [String] = []
        var start = text.startIndex
        while let end = text.index(start, offsetBy: 80, limitedBy: text.endIndex), start < end {
            let line = String(text[start..<end])
            if line.hasPrefix("END     ") { break }
            lines.append(line)
            start = end
        }
        return lines
    }
}
