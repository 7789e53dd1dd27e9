public import Foundation
public import Sky
public import TaskQueue

/// Which observations are asked for, in which order.
public struct ObservationQuery: Sendable, Hashable {
    /// Any of these; nil: all.
    public var statuses: [ObservationStatus]?
    public var taskID: String?
    /// Part of name, field name, description or task id, upper and lower case alike.
    public var text: String?
    /// Those whose footprint contains the position.
    public var containing: SkyPosition?
    /// How many to leave out from the start, and how many to return at most.
    public var offset = 0
    public var limit = 100
    public var newestFirst = false
    public var taskTypes: [String]?
    /// All of these hold.
    public var filters: [FieldFilter] = []
    /// Empty: by id.
    public var order: [FieldOrder] = []
    public var region: SkyRegion?
    /// Masters, and observations without one.
    public var projectsOnly = false
    /// Those whose outline is known and wanted in the sky map; they come with what a map wants of each: task id, names, field, box, type,
    /// quality and the product of type `fits`.
    public var outlinesOnly = false

    public init() {}
}

extension ObservationRepository {
    public func version() async throws -> Int64? { nil }
    /// Nothing is kept.
    public func history(of id: Int64) async throws -> [ObservationChange] { [] }
}

public struct ObservationPage: Sendable {
    /// All that match, on any page.
    public var total: Int
    public var items: [Observation]

    public init(total: Int, items: [Observation]) {
        self.total = total
        self.items = items
    }
}

/// What happened to an observation.
public struct ObservationEvent: Sendable, Hashable {
    public var id: Int64
    public var taskID: String
    public var name: String
    public var status: ObservationStatus
    public var reason: String?
    /// The record is gone.
    public var removed: Bool

    public init(
        id: Int64, taskID: String, name: String, status: ObservationStatus, reason: String? = nil, removed: Bool = false
    ) {
        self.id = id
        self.taskID = taskID
        self.name = name
        self.status = status
        self.reason = reason
        self.removed = removed
    }
}

/// A status that an observation came to have.
public struct ObservationChange: Sendable, Hashable {
    public var time: Date
    public var status: ObservationStatus
    public var reason: String?

    public init(time: Date, status: ObservationStatus, reason: String?) {
        (self.time, self.status, self.reason) = (time, status, reason)
    }
}

public struct ObservationSummary: Sendable, Hashable {
    public var id: Int64
    public var taskID: String
    public var name: String

    public init(id: Int64, taskID: String, name: String) {
        self.id = id
        self.taskID = taskID
        self.name = name
    }
}

public enum RepositoryError: Error, Sendable, Hashable {
    case notFound(String)
    /// The change expected another status than the record has: somebody else was faster.
    case statusIs(ObservationStatus)
    /// A constraint of the record: field and what is wrong with it.
    case invalid(field: String, message: String)
}

/// The records of all observations. Every change is durable when the call returns, and whole or not at all.
public protocol ObservationRepository: Sendable {
    /// A number that is another one after each change of anything in the archive; nil where that is not known.
    func version() async throws -> Int64?

    /// What became of an observation, newest first, as far back as that is kept.
    func history(of id: Int64) async throws -> [ObservationChange]

    func observation(id: Int64) async throws -> Observation?
    func observation(taskID: String) async throws -> Observation?
    /// The observation whose original has this SHA-256.
    func observation(sha256: String) async throws -> Observation?
    func observations(matching query: ObservationQuery) async throws -> ObservationPage
    /// Children of a master, in order of their ids.
    func children(of id: Int64) async throws -> [Observation]
    func countsByStatus() async throws -> [ObservationStatus: Int]
    /// Where the newest observations are, newest first; those of unknown place are left out.
    func outlines(limit: Int) async throws -> [FieldOutline]
    func knownValues() async throws -> KnownValues

    /// A task id for this date (yyyymmdd, or yymmdd) that was never given before and is never given again:
    /// yymmdd, three or more digits, postfix.
    func nextTaskID(date: String, postfix: String) async throws -> String

    /// Adds an observation with its products; `id` and `created` are set by the repository.
    /// - Throws: `RepositoryError.invalid` where a constraint does not hold (a task id or SHA-256 that exists already).
    func add(_ observation: Observation, requesting tasks: [TaskRequest]) async throws -> Observation

    /// Changes an observation in one transaction: reads it, hands it to `edit`, writes it back and the tasks with it.
    ///
    /// - Parameter expecting: the change is made only while the status is one of these; nil: always.
    /// - Throws: `RepositoryError.notFound`, `.statusIs`.
    @discardableResult
    func change(
        id: Int64, expecting: Set<ObservationStatus>?, requesting tasks: [TaskRequest],
        _ edit: @Sendable (inout Observation) throws -> Void
    ) async throws -> Observation

    /// Adds products, or replaces those of the same file name.
    func addProducts(_ products: [DataProduct], taskID: String) async throws

    /// Removes the record and its products. Removing what is gone is no error.
    func remove(id: Int64) async throws

    /// Changes from now on; a reader that is very late loses the oldest.
    func changes() -> AsyncStream<ObservationEvent>
}
