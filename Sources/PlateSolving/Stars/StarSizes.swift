import Foundation
public import Raster

/// How large the stars of a picture are: the diameter within which half of a star's light falls, as focusing programs ask for it.
public struct StarSizes: Sendable {
    public struct Size: Sendable, Hashable {
        /// Pixels: twice the mean distance of the light from the star's middle.
        public var halfFluxDiameter: Double
        /// Of the whole light, by its own scatter and the background's.
        public var signalToNoise: Double
        /// Sum above the background; pictures of 8 bit count as 16 bit.
        public var flux: Double
    }

    private let picture: PixelBuffer
    private let unit: Double
    private static let largest = 14

    /// - Parameter picture: in its own depth; the mean of its colours counts.
    public init(_ picture: PixelBuffer) {
        self.picture = picture
        unit = picture.sample == .u8 ? 257 : 1
    }

    /// - Parameters: the star's middle, 0-based pixels.
    /// - Returns: nil at the picture's rim, or where nothing stands out.
    public func measured(x: Double, y: Double) -> Size? {
        let reach = Self.largest + 4
        let (left, top) = (Int(x.rounded()) - reach, Int(y.rounded()) - reach)
        let side = 2 * reach + 1
        guard left >= 0, top >= 0, left + side <= picture.width, top + side <= picture.height else { return nil }
        var patch: [(distance: Double, value: Double)] = []
        patch.reserveCapacity(side * side)
        for row in top..<top + side {
            let values = values(row: row, from: left, count: side)
            for column in 0..<side {
                patch.append((hypot(Double(left + column) - x, Double(row) - y), values[column]))
            }
        }
        guard patch.allSatisfy(\.value.isFinite) else { return nil }
        let ground = patch.filter { $0.distance > Double(Self.largest) }.map(\.value).sorted()
        let level = ground[ground.count / 2]
        let scatter = max(1.4826 * ground.map { abs($0 - level) }.sorted()[ground.count / 2], 1e-9)
        // Outward, as long as rings stand out from the background: other stars do not count.
        var radius = 1
        while radius < Self.largest {
            let ring = patch.filter { $0.distance > Double(radius) - 0.5 && $0.distance <= Double(radius) + 0.5 }
            let mean = ring.reduce(0) { $0 + $1.value - level } / Double(max(1, ring.count))
            if mean < 2 * scatter / Double(ring.count).squareRoot() { break }
            radius += 1
        }
        var (flux, moment, pixels) = (0.0, 0.0, 0.0)
        for part in patch where part.distance <= Double(radius) {
            flux += part.value - level
            moment += (part.value - level) * part.distance
            pixels += 1
        }
        guard flux > 0, moment > 0 else { return nil }
        return Size(
            halfFluxDiameter: 2 * moment / flux, signalToNoise: flux / (flux + pixels * scatter * scatter).squareRoot(), flux: flux)
    }

    private func values(row: Int, from left: Int, count: Int) -> [Double] {
        let channels = picture.channels
        func mean<Sample>(_ samples: UnsafeMutableBufferPointer<Sample>, _ number: (Sample) -> Double) -> [Double] {
            (left..<left + count).map { column in
                var sum = 0.0
                for channel in 0..<channels { sum += number(samples[column * channels + channel]) }
                return sum / Double(channels) * unit
            }
        }
        switch picture.sample {
        case .u8: return mean(picture.row(row, as: UInt8.self)) { Double($0) }
        case .u16: return mean(picture.row(row, as: UInt16.self)) { Double($0) }
        case .f32: return mean(picture.row(row, as: Float.self)) { Double($0) }
        }
    }
}
