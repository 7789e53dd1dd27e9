import Foundation

/// Turns electrons into the samples of a file: photon and read noise, hot pixels, a full-well limit, and the tone curve.
struct Camera: Sendable {
    /// Sky colour of a camera's picture: a little warm.
    static let skyColour: (Float, Float, Float) = (1.06, 1, 0.9)
    /// One pixel in so many is hot.
    private static let hotShare = 3e-5
    /// Electrons shown as black and as white.
    private static let black = 350.0
    private static let white = 10_000.0

    private let seed: UInt64
    /// Samples by whole electrons.
    private let curve: [UInt16]

    init(seed: UInt64, depth: Int, linear: Bool) {
        self.seed = seed
        let top = depth == 8 ? 255.0 : 65_535.0
        curve = (0...Int(Exposure.full)).map { electrons in
            if linear {
                // A pedestal of 1 % is usual in FITS.
                return UInt16((top * (0.01 + 0.99 * Double(electrons) / Exposure.full)).rounded())
            }
            // The others are pictures for the eye: darkness subtracted, lights cut, a tone curve.
            let share = min(1, max(0, (Double(electrons) - Self.black) / (Self.white - Self.black)))
            return UInt16((top * pow(share, 1 / 2.4)).rounded())
        }
    }

    /// Adds noise to the electrons of one row and gives the samples, both interleaved.
    func develop(
        row: Int, _ electrons: UnsafeMutableBufferPointer<Float>, _ table: UnsafeBufferPointer<Float>,
        into samples: UnsafeMutableBufferPointer<UInt16>
    ) {
        var random = RandomSource(seed: seed, part: 1 << 32 + UInt64(row))
        heat(electrons, &random)
        let readNoise = Float(Exposure.readNoise * Exposure.readNoise)
        let last = Float(curve.count - 1)
        curve.withUnsafeBufferPointer { curve in
            var bits: UInt64 = 0
            for i in 0..<electrons.count {
                bits = i & 3 == 0 ? random.next() : bits >> 16
                let light = min(electrons[i], last)
                let noisy = light + (light + readNoise).squareRoot() * table[Int(bits & 0xFFFF)]
                samples[i] = curve[Int(min(max(noisy, 0), last))]
            }
        }
    }

    private func heat(_ electrons: UnsafeMutableBufferPointer<Float>, _ random: inout RandomSource) {
        for _ in 0..<random.poisson(Double(electrons.count) * Self.hotShare) {
            let place = Int(random.uniform() * Double(electrons.count))
            electrons[place] += Float(-4000 * log(1 - random.uniform()))
        }
    }
}
