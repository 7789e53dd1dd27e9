import Foundation
import WCS

/// Where a label may stand beside a thing, the best place first.
enum LabelPlaces {
    /// Close to the thing, first on the side that is asked for.
    static func close(
        to box: Box, width w: Double, height h: Double, gap: Double, side: LabelRequest.Side
    ) -> [PixelPoint] {
        let places = close(to: box, width: w, height: h, gap: gap)
        let first: [Int]
        switch side {
        case .right: return places
        case .above: first = [3, 8, 10, 12, 14]
        case .below: first = [4, 9, 11, 13, 15]
        case .left: first = [5, 6, 7, 18, 19]
        }
        return first.map { places[$0] } + places.indices.filter { !first.contains($0) }.map { places[$0] }
    }

    /// Close to the thing. Right and upper right are where readers look first.
    private static func close(to box: Box, width w: Double, height h: Double, gap: Double) -> [PixelPoint] {
        let (right, left) = (box.maxX + gap, box.minX - gap - w)
        let (above, below) = (box.minY - gap - h, box.maxY + gap)
        let (cx, cy) = (box.centre.x, box.centre.y)
        return [
            PixelPoint(x: right, y: cy - h / 2),
            PixelPoint(x: right - gap / 2, y: min(cy - h, box.minY - h / 2)),
            PixelPoint(x: right - gap / 2, y: max(cy, box.maxY - h / 2)),
            PixelPoint(x: cx - w / 2, y: above),
            PixelPoint(x: cx - w / 2, y: below),
            PixelPoint(x: left, y: cy - h / 2),
            PixelPoint(x: left + gap / 2, y: min(cy - h, box.minY - h / 2)),
            PixelPoint(x: left + gap / 2, y: max(cy, box.maxY - h / 2)),
            PixelPoint(x: cx, y: above),
            PixelPoint(x: cx, y: below),
            PixelPoint(x: cx - w, y: above),
            PixelPoint(x: cx - w, y: below),
            PixelPoint(x: cx - w / 4, y: above),
            PixelPoint(x: cx - w / 4, y: below),
            PixelPoint(x: cx - w * 3 / 4, y: above),
            PixelPoint(x: cx - w * 3 / 4, y: below),
            PixelPoint(x: right, y: cy - h * 3 / 4),
            PixelPoint(x: right, y: cy - h / 4),
            PixelPoint(x: left, y: cy - h * 3 / 4),
            PixelPoint(x: left, y: cy - h / 4),
        ]
    }

    /// Within a thing so large that beside it may be outside the picture.
    static func inside(_ box: Box, width w: Double, height h: Double, gap: Double) -> [PixelPoint] {
        let (cx, cy) = (box.centre.x, box.centre.y)
        return [
            PixelPoint(x: cx - w / 2, y: box.minY + gap),
            PixelPoint(x: cx - w / 2, y: box.maxY - gap - h),
            PixelPoint(x: cx - w / 2, y: box.minY + box.height / 4),
            PixelPoint(x: cx - w / 2, y: cy - h / 2),
            PixelPoint(x: box.minX + gap, y: box.minY + gap),
            PixelPoint(x: box.maxX - gap - w, y: box.minY + gap),
            PixelPoint(x: box.minX + gap, y: box.maxY - gap - h),
            PixelPoint(x: box.maxX - gap - w, y: box.maxY - gap - h),
        ]
    }

    /// Away from the thing, to be joined to it by a line.
    static func away(from box: Box, width w: Double, height h: Double, distance: Double) -> [PixelPoint] {
        directions.map { dx, dy in
            PixelPoint(
                x: box.centre.x + dx * (box.width / 2 + distance + w / 2) - w / 2,
                y: box.centre.y + dy * (box.height / 2 + distance + h / 2) - h / 2)
        }
    }

    private static let directions: [(Double, Double)] = [-30, 30, 0, -60, 60, 210, 150, 180, 240, 120, -90, 90, -15, 15, -45, 45, 195, 165, 225, 135].map { degrees in
        (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    }
}
