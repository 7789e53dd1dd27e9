import Foundation

/// Which field sizes a set of index files serves.
///
/// An index holds groups of four stars ("quads") of sizes between its two scales. A picture is recognised by quads of about a
/// tenth of its width up to all of it, so quads from `low` to `high` arcminutes serve fields from `low` to ten times `high`;
/// very small parts of a picture rarely hold four catalogue stars, so the lower end is taken at a factor of 1.5.
public struct FieldCoverage: Sendable, Hashable, Codable {
    /// Degrees.
    public struct Range: Sendable, Hashable, Codable {
        public var from: Double
        public var to: Double

        public init(from: Double, to: Double) {
            self.from = from
            self.to = to
        }
    }

    /// In rising order, without overlaps.
    public var ranges: [Range]

    /// - Parameter quadScales: smallest and largest quad of each index, arcminutes.
    public init(quadScales: [(low: Double, high: Double)]) {
        let sorted = quadScales.filter { $0.low > 0 && $0.high >= $0.low }
            .map { Range(from: $0.low * 1.5 / 60, to: min(180, $0.high * 10 / 60)) }
            .sorted { $0.from < $1.from }
        ranges = []
        for range in sorted {
            if let last = ranges.last, range.from <= last.to {
                ranges[ranges.count - 1].to = max(last.to, range.to)
            } else {
                ranges.append(range)
            }
        }
    }

    /// `0.4° to 60°`.
    public var description: String {
        func text(_ degrees: Double) -> String {
            let digits = degrees < 10 ? 1 : 0
            return String(format: "%.\(digits)f°", degrees)
        }
        return ranges.map { "\(text($0.from)) to \(text($0.to))" }.joined(separator: ", ")
    }
}
