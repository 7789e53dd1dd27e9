import Foundation
import Sky
import WCS

/// Cuts a curve on the sky into pieces that are straight in the picture. All pieces are halved in step, so that the projection is
/// asked about many places at a time.
struct SkyCurveSampler {
    /// A straight piece in pixels, and the parameters of its ends.
    struct Segment {
        var from: PixelPoint
        var to: PixelPoint
        var start: Double
        var end: Double
    }

    struct Node {
        var t: Double
        var position: SkyPosition
        var direction: UnitVector
        var pixel: PixelPoint?
    }

    private let field: Field
    private let tolerance: Double
    private let bounds: Box
    private let middle: UnitVector
    /// Of the field with its margin, as the length of a chord of the unit sphere.
    private let reach: Double
    /// A chord below this is a point: what jumps within it is a break of the projection.
    private let smallest: Double
    private var placesLeft = 60_000

    init(field: Field, margin: Double, tolerance: Double) {
        (self.field, self.tolerance) = (field, tolerance)
        bounds = field.bounds.grown(by: margin)
        middle = field.centre.unitVector
        let scale = radians(field.wcs.pixelScale / 3600)
        let radius = min(.pi, radians(field.radius) * 1.02 + 2 * margin * scale)
        reach = 2 * sin(radius / 2)
        smallest = max(1e-14, 1e-4 * scale)
    }

    mutating func segments(from start: Double, to end: Double, of curve: (Double) -> SkyPosition) -> [Segment] {
        var pieces = near(from: start, to: end, of: curve)
        fill(&pieces)
        var segments: [Segment] = []
        while !pieces.isEmpty {
            // The budget is for curves that run along a break of the projection and never become smooth.
            guard placesLeft > 0 else { break }
            placesLeft -= 2 * pieces.count
            pieces = halved(pieces, of: curve, into: &segments)
        }
        return segments.sorted { $0.start < $1.start }
    }

    /// The stretches of the curve near the field, as pieces not longer than half its radius; no projection is involved.
    private func near(from start: Double, to end: Double, of curve: (Double) -> SkyPosition) -> [SkyCurvePiece] {
        let longest = min(0.1, max(reach / 2, smallest))
        // Five parts of a full circle: no two of their ends come together.
        var nodes = (0...5).map { node(start + (end - start) * Double($0) / 5, curve) }
        nodes[5] = node(end, curve)
        var open = zip(nodes, nodes.dropFirst()).map { ($0, $1) }
        var found: [SkyCurvePiece] = []
        var depth = 0
        while !open.isEmpty, depth < 60, found.count < 10_000 {
            depth += 1
            var next: [(Node, Node)] = []
            for (a, b) in open {
                let chord = a.direction.chord(to: b.direction)
                let distance = min(a.direction.chord(to: middle), b.direction.chord(to: middle))
                // A smooth piece is nowhere farther from the nearer of its ends than they are from each other.
                guard distance - chord <= reach else { continue }
                let m = node((a.t + b.t) / 2, curve)
                if chord <= longest {
                    found.append(SkyCurvePiece(a: a, m: m, b: b))
                } else {
                    next.append((a, m))
                    next.append((m, b))
                }
            }
            open = next
        }
        return found
    }

    private func node(_ t: Double, _ curve: (Double) -> SkyPosition) -> Node {
        let position = curve(t)
        return Node(t: t, position: position, direction: position.unitVector, pixel: nil)
    }

    private func fill(_ pieces: inout [SkyCurvePiece]) {
        let pixels = field.pixels(pieces.flatMap { [$0.a.position, $0.m.position, $0.b.position] })
        for index in pieces.indices {
            pieces[index].a.pixel = pixels[3 * index]
            pieces[index].m.pixel = pixels[3 * index + 1]
            pieces[index].b.pixel = pixels[3 * index + 2]
        }
    }

    /// Looks at the quarters of each piece: straight ones become segments, ones outside are dropped, the rest comes back in halves.
    private func halved(
        _ pieces: [SkyCurvePiece], of curve: (Double) -> SkyPosition, into segments: inout [Segment]
    ) -> [SkyCurvePiece] {
        var quarters = pieces.flatMap { [node(($0.a.t + $0.m.t) / 2, curve), node(($0.m.t + $0.b.t) / 2, curve)] }
        for (index, pixel) in field.pixels(quarters.map(\.position)).enumerated() { quarters[index].pixel = pixel }
        var halves: [SkyCurvePiece] = []
        for (index, piece) in pieces.enumerated() {
            let (q, r) = (quarters[2 * index], quarters[2 * index + 1])
            switch piece.verdict(q.pixel, r.pixel, tolerance: tolerance, bounds: bounds, smallest: smallest) {
            case .straight(let from, let to):
                segments.append(Segment(from: from, to: to, start: piece.a.t, end: piece.b.t))
            case .dropped: break
            case .bent:
                halves.append(SkyCurvePiece(a: piece.a, m: q, b: piece.m))
                halves.append(SkyCurvePiece(a: piece.m, m: r, b: piece.b))
            }
        }
        return halves
    }
}

extension UnitVector {
    /// The straight distance through the unit sphere.
    func chord(to o: UnitVector) -> Double {
        let (dx, dy, dz) = (x - o.x, y - o.y, z - o.z)
        return (dx * dx + dy * dy + dz * dz).squareRoot()
    }
}
