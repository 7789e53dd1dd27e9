/// What a run of the ingest did.
public struct IngestOutcome: Sendable, Hashable {
    public var ingested = 0
    public var rejected = 0
    public var duplicates = 0
    /// Files that are there and were not taken yet: still being written, or the surroundings are at fault.
    public var left = 0
    /// The surroundings are at fault: trying again at once makes no sense.
    public var isTroubled = false
    /// Somebody else ingests into this archive at the moment.
    public var busy = false

    public init() {}

    /// What happened, for the history of tasks; nil when nothing did.
    var summary: String? {
        let counts = [(ingested, "ingested"), (rejected, "rejected"), (duplicates, "duplicates"), (left, "left")]
        let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
