public import Foundation

/// A named set of observations.
public struct ObservationCollection: Sendable, Hashable, Identifiable {
    public var id: Int64 = 0
    public var date: Date?
    public var name: String
    /// Free text, such as "solar system".
    public var type = ""
    public var description = ""
    /// Ids of its observations, in ascending order.
    public var observations: [Int64] = []

    public init(name: String) { self.name = name }
}

/// Which collections are asked for; in order of their ids unless told otherwise.
public struct CollectionQuery: Sendable, Hashable {
    public var filters: [FieldFilter] = []
    public var order: [FieldOrder] = []
    /// How many to leave out from the start, and how many to return at most.
    public var offset = 0
    public var limit = 100

    public init() {}
}

/// The records of all collections. Every change is durable when the call returns, and whole or not at all.
public protocol CollectionRepository: Sendable {
    func collection(id: Int64) async throws -> ObservationCollection?
    func collections(matching query: CollectionQuery) async throws -> (total: Int, items: [ObservationCollection])
    /// - Throws: `RepositoryError.invalid` where one of its observations does not exist.
    func add(_ collection: ObservationCollection) async throws -> ObservationCollection
    /// - Throws: `RepositoryError.notFound`; as `add`.
    @discardableResult
    func change(collection id: Int64, _ edit: @Sendable (inout ObservationCollection) throws -> Void) async throws
        -> ObservationCollection
    /// Removes the set, and none of its observations. Removing what is gone is no error.
    func remove(collection id: Int64) async throws
}
