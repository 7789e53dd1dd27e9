import Foundation

/// How the light of the stars of a picture falls off from their middle, found from many stars none of which shows all of it.
struct StarProfile {
    /// log₁₀ of the mean light per ring, the first ring 0; nil where no star told.
    private var rings: [Double?] = [0]
    /// What the very middle has more than the first ring, log₁₀.
    private var middle = 0.0

    /// - Returns: nil where no star shows its middle unsaturated.
    init?(_ stars: [StarWindow]) {
        let logs = stars.map { $0.rings.map { $0.map { log10($0) } } }
        guard logs.contains(where: { $0[0] != nil && $0[1] != nil }) else { return nil }
        rings += Array(repeating: nil, count: StarWindow.ringCount - 1)
        // From the middle outwards: each round lets stars join that share rings with what is known.
        for _ in 0..<StarWindow.ringCount {
            var found: [[Double]] = Array(repeating: [], count: StarWindow.ringCount)
            for star in logs {
                guard let amplitude = amplitude(star) else { continue }
                for (ring, value) in star.enumerated() { if let value { found[ring].append(value - amplitude) } }
            }
            // The first ring stays where it is: it is what the others are measured by.
            for ring in 1..<StarWindow.ringCount where found[ring].count >= 3 { rings[ring] = Self.median(found[ring]) }
        }
        guard let second = rings[1] else { return nil }
        // Near the middle the logarithm goes with the square of the distance.
        let inner = stars.filter { $0.rings[0] != nil && $0.rings[1] != nil }
        let (r0, r1) = (Self.median(inner.map { $0.squares[0] }), Self.median(inner.map { $0.squares[1] }))
        if r1 > r0 { middle = -second * r0 / (r1 - r0) }
    }

    /// log₁₀ of the light in the very middle of a star; nil where it shares too little with the profile.
    func amplitude(_ star: StarWindow) -> Double? {
        amplitude(star.rings.map { $0.map { log10($0) } }).map { $0 + middle }
    }

    /// By the innermost rings that can be used: they are the brightest, and the least mixed with neighbours.
    private func amplitude(_ star: [Double?]) -> Double? {
        let differences = zip(star, rings).compactMap { value, ring in value.flatMap { v in ring.map { v - $0 } } }.prefix(3)
        return differences.isEmpty ? nil : Self.median(Array(differences))
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }
}
