import Foundation
import Sky

/// The light between the stars: an even sky with a gradient (a town at the horizon, the Moon), the glow of the Milky Way,
/// and the fall of light towards the corners.
///
/// Kept on a mesh of 64 pixels and interpolated between.
struct SkyBackground: Sendable {
    private static let mesh = 64
    private let columns: Int
    private let nodes: [Float]
    private let darkening: Double
    private let geometry: SampleGeometry

    init(_ geometry: SampleGeometry, random: inout RandomSource) {
        self.geometry = geometry
        darkening = 0.12 + 0.2 * random.uniform()
        let (direction, strength) = (2 * Double.pi * random.uniform(), 0.05 + 0.3 * random.uniform())
        let (gx, gy) = (cos(direction), sin(direction))
        columns = geometry.width / Self.mesh + 2
        let rows = geometry.height / Self.mesh + 2
        var nodes: [Float] = []
        nodes.reserveCapacity(columns * rows)
        for row in 0..<rows {
            for column in 0..<columns {
                let (x, y) = (Double(column * Self.mesh), Double(row * Self.mesh))
                let along = ((x - geometry.centreX) * gx + (y - geometry.centreY) * gy) / geometry.halfDiagonal
                var light = 1 + strength * along + 0.5 * strength * along * along
                if let v = geometry.sky(x: x, y: y) {
                    light += 0.35 * exp(-abs(StarCounts.sineOfGalacticLatitude(v)) / 0.15)
                }
                nodes.append(Float(Exposure.sky * light))
            }
        }
        self.nodes = nodes
    }

    /// The share of the light that arrives at a place, 1 at the centre.
    func vignetting(x: Double, y: Double) -> Double {
        let (dx, dy) = ((x - geometry.centreX) / geometry.halfDiagonal, (y - geometry.centreY) / geometry.halfDiagonal)
        let square = dx * dx + dy * dy
        return 1 - darkening * square * (0.6 + 0.4 * square)
    }

    /// Electrons of sky light in each pixel of a row, darkened corners included.
    func fill(row y: Int, into out: UnsafeMutableBufferPointer<Float>) {
        let row = y / Self.mesh
        let down = Float(y % Self.mesh) / Float(Self.mesh)
        let inverse = Float(1 / (geometry.halfDiagonal * geometry.halfDiagonal))
        let (cx, dy) = (Float(geometry.centreX), Float(Double(y) - geometry.centreY))
        let dark = Float(darkening)
        for column in 0..<columns - 1 {
            let start = row * columns + column
            let left = nodes[start] + (nodes[start + columns] - nodes[start]) * down
            let right = nodes[start + 1] + (nodes[start + columns + 1] - nodes[start + 1]) * down
            let first = column * Self.mesh
            for x in first..<min(out.count, first + Self.mesh) {
                let square = ((Float(x) - cx) * (Float(x) - cx) + dy * dy) * inverse
                let light = left + (right - left) * Float(x - first) / Float(Self.mesh)
                out[x] = light * (1 - dark * square * (0.6 + 0.4 * square))
            }
        }
    }
}
