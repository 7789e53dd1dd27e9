import Foundation
import Observations
import Sky
import Synchronization
import TaskQueue

/// A repository that forgets all when it goes: tests of the server need no database.
final class MemoryRepository: ObservationRepository {
    private struct State {
        var observations: [Int64: Observation] = [:]
        var lastID: Int64 = 0
        var taskIDs: [String: Int] = [:]
        var tasks: [TaskRequest] = []
        var watchers: [AsyncStream<ObservationEvent>.Continuation] = []
    }

    private let state = Mutex(State())

    /// Tasks that changes have asked for.
    var tasks: [TaskRequest] { state.withLock { $0.tasks } }

    func observation(id: Int64) async throws -> Observation? { state.withLock { $0.observations[id] } }

    func observation(taskID: String) async throws -> Observation? {
        state.withLock { $0.observations.values.first { $0.taskID == taskID } }
    }

    func observation(sha256: String) async throws -> Observation? {
        state.withLock { $0.observations.values.first { $0.sha256 == sha256 } }
    }

    func observations(matching query: ObservationQuery) async throws -> ObservationPage {
        let all = state.withLock { Array($0.observations.values) }
        let found = all.filter { Self.matches($0, query) }.sorted { query.newestFirst ? $0.id > $1.id : $0.id < $1.id }
        return ObservationPage(total: found.count, items: Array(found.dropFirst(query.offset).prefix(query.limit)))
    }

    private static func matches(_ o: Observation, _ query: ObservationQuery) -> Bool {
        if let statuses = query.statuses, !statuses.contains(o.status) { return false }
        if query.projectsOnly && o.taskType != "master" && o.parent != nil { return false }
        if query.outlinesOnly && !(o.usedInHips && o.box != nil) { return false }
        if let taskID = query.taskID, o.taskID != taskID { return false }
        if let text = query.text?.lowercased() {
            let texts = [o.name, o.fieldName ?? "", o.description, o.taskID]
            if !texts.contains(where: { $0.lowercased().contains(text) }) { return false }
        }
        if let position = query.containing {
            let numbers = (o.box ?? "").split(separator: ",").compactMap { Double($0) }
            guard numbers.count == 8 else { return false }
            let corners = stride(from: 0, to: 8, by: 2).map { SkyPosition(ra: numbers[$0], dec: numbers[$0 + 1]) }
            if !SphericalPolygon(corners.map(\.unitVector)).contains(position.unitVector) { return false }
        }
        return true
    }

    func children(of id: Int64) async throws -> [Observation] {
        state.withLock { $0.observations.values.filter { $0.parent == id }.sorted { $0.id < $1.id } }
    }

    func countsByStatus() async throws -> [ObservationStatus: Int] {
        state.withLock { $0.observations.values.reduce(into: [:]) { $0[$1.status, default: 0] += 1 } }
    }

    func nextTaskID(date: String, postfix: String) async throws -> String {
        let day = String(date.suffix(6))
        return state.withLock { state in
            let number = (state.taskIDs[day + postfix] ?? state.observations.values.count {
                $0.taskID.hasPrefix(day) && $0.taskID.hasSuffix(postfix) && postfix.isEmpty
            }) + 1
            state.taskIDs[day + postfix] = number
            return "\(day)\(String(number + 1_000).dropFirst())\(postfix)"
        }
    }

    func add(_ observation: Observation, requesting tasks: [TaskRequest]) async throws -> Observation {
        try state.withLock { state in
            if state.observations.values.contains(where: { $0.taskID == observation.taskID }) {
                throw RepositoryError.invalid(field: "taskID", message: "observation with this taskID already exists.")
            }
            var added = observation
            state.lastID += 1
            added.id = state.lastID
            added.created = Date()
            state.observations[added.id] = added
            state.tasks += tasks
            return added
        }
    }

    @discardableResult func change(
        id: Int64, expecting: Set<ObservationStatus>?, requesting tasks: [TaskRequest],
        _ edit: @Sendable (inout Observation) throws -> Void
    ) async throws -> Observation {
        try state.withLock { state in
            guard var observation = state.observations[id] else { throw RepositoryError.notFound("\(id)") }
            if let expecting, !expecting.contains(observation.status) {
                throw RepositoryError.statusIs(observation.status)
            }
            try edit(&observation)
            state.observations[id] = observation
            state.tasks += tasks
            return observation
        }
    }

    func addProducts(_ products: [DataProduct], taskID: String) async throws {
        try state.withLock { state in
            guard var observation = state.observations.values.first(where: { $0.taskID == taskID }) else {
                throw RepositoryError.notFound(taskID)
            }
            observation.products.removeAll { old in products.contains { $0.filename == old.filename } }
            observation.products += products
            state.observations[observation.id] = observation
        }
    }

    func remove(id: Int64) async throws { state.withLock { $0.observations[id] = nil } }

    func changes() -> AsyncStream<ObservationEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: ObservationEvent.self)
        state.withLock { $0.watchers.append(continuation) }
        return stream
    }
}
