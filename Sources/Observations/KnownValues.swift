/// What observations hold in fields of few values: what a list can be filtered by. Each in the order people expect.
public struct KnownValues: Sendable, Hashable {
    public var imageTypes: [String] = []
    public var qualities: [String] = []
    public var instruments: [String] = []
    public var isos: [String] = []
    /// Millimetres.
    public var focalLengths: [Int] = []

    public init() {}
}

extension ObservationRepository {
    /// For repositories that keep no counts: of the newest observations.
    public func knownValues() async throws -> KnownValues {
        var query = ObservationQuery()
        (query.newestFirst, query.limit) = (true, 1_000)
        let items = try await observations(matching: query).items
        var known = KnownValues()
        known.imageTypes = Set(items.map(\.imageType)).sorted()
        known.qualities = Set(items.map(\.quality)).sorted()
        known.instruments = Set(items.map(\.instrument)).sorted()
        known.isos = Set(items.map(\.iso)).sorted()
        known.focalLengths = Set(items.map(\.focalLength)).sorted()
        return known
    }
}
