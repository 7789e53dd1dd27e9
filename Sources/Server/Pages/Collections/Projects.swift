import HTTPTypes
import Observations

/// Masters and what belongs to them: an observation is in one project at most.
struct Projects: Sendable {
    let repository: any ObservationRepository

    /// Observations that are put into one at once, and projects to choose from, at most: each is a change of its own.
    static let most = 1_000

    /// The value of a choice among collections and projects, and what it says; nil: no project.
    static func choice(_ id: Int64) -> String { "project \(id)" }
    static func chosen(_ value: String) -> Int64? { value.hasPrefix("project ") ? Int64(value.dropFirst(8)) : nil }

    /// Masters, newest first.
    func page(_ offset: Int, limit: Int) async throws -> ObservationPage {
        var query = ObservationQuery()
        query.taskTypes = ["master"]
        (query.newestFirst, query.offset, query.limit) = (true, offset, limit)
        return try await repository.observations(matching: query)
    }

    /// - Throws: `APIError.notFound` where the id is no master's.
    func master(_ id: Int64?) async throws -> Observation {
        guard let id, let master = try await repository.observation(id: id), master.taskType == "master" else { throw APIError.notFound }
        return master
    }

    func children(of id: Int64, limit: Int) async throws -> ObservationPage {
        var query = ObservationQuery()
        if let parent = FilterField.observation["parent"] { query.filters = [FieldFilter(parent, .isAny([.integer(id)]))] }
        (query.newestFirst, query.limit) = (true, limit)
        return try await repository.observations(matching: query)
    }

    /// Masters among them are left where they are.
    func put(_ ids: [Int64], into id: Int64) async throws {
        guard ids.count <= Self.most else {
            throw APIError(
                .badRequest,
                detail: "These are \(ids.count) observations; \(Self.most) are put into a project at once at most. Filter the list first.")
        }
        let master = try await master(id)
        for child in ids where child != id {
            do {
                try await repository.change(id: child, expecting: nil, requesting: []) { $0.join(master) }
            } catch RepositoryError.notFound {
                // It was removed meanwhile.
            }
        }
    }

    func takeOut(_ child: Int64, of id: Int64) async throws {
        try await repository.change(id: child, expecting: nil, requesting: []) { if $0.parent == id { $0.parent = nil } }
    }
}

extension Observation {
    /// Takes over from the master as over the REST API; but what nobody told of the master does not wipe out what is known of a photo.
    fileprivate mutating func join(_ master: Observation) {
        guard taskType != "master" else { return }
        let (old, plain) = (self, Observation(taskID: "", name: ""))
        parent = master.id
        Inheritance.apply(master, to: &self)
        if master.instrument == plain.instrument { instrument = old.instrument }
        if master.filter == plain.filter { filter = old.filter }
        if master.fieldName == nil { fieldName = old.fieldName }
    }
}
