/// A measured quantity: one value, or one for each combination of its labels.
public struct MetricFamily: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        /// Goes up and down.
        case gauge
        /// Only grows, and begins at 0 with the process.
        case counter
        case histogram
    }

    /// Letters, digits and underscores; the unit comes last (`_seconds`, `_bytes`), behind it `_total` for counters.
    public var name: String
    public var kind: Kind
    /// One line for the reader.
    public var help: String
    public var samples: [MetricSample]

    public init(_ name: String, _ kind: Kind, _ help: String, _ samples: [MetricSample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    /// A quantity without labels.
    public init(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        self.init(name, kind, help, [MetricSample(value)])
    }
}

public struct MetricSample: Sendable, Hashable {
    public struct Label: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What is put behind the family's name, such as `_bucket`.
    public var suffix: String
    public var labels: [Label]
    public var value: Double

    public init(_ value: Double, _ labels: [Label] = [], suffix: String = "") {
        self.suffix = suffix
        self.labels = labels
        self.value = value
    }
}
