import Foundation
import Observations
import Sky
import Synchronization
import TaskQueue

/// A repository in memory, strict about what the real ones are strict about.
final class MemoryRepository: ObservationRepository {
    struct State {
        var items: [Int64: Observation] = [:]
        var nextID: Int64 = 1
        var nextNumbers: [String: Int] = [:]
        var requests: [TaskRequest] = []
    }

    let state = Mutex(State())
    /// Called before and after each change.
    let probe: @Sendable (String) throws -> Void

    init(probe: @escaping @Sendable (String) throws -> Void = { _ in }) { self.probe = probe }

    /// The same records, without the probe: what a restart finds.
    func reopened() -> MemoryRepository {
        let copy = MemoryRepository()
        let now = state.withLock { $0 }
        copy.state.withLock { $0 = now }
        return copy
    }

    var all: [Observation] { state.withLock { $0.items.values.sorted { $0.id < $1.id } } }

    func observation(id: Int64) async throws -> Observation? {
        try probe("read")
        return state.withLock { $0.items[id] }
    }

    func observation(taskID: String) async throws -> Observation? {
        try probe("read")
        return all.first { $0.taskID == taskID }
    }

    func observation(sha256: String) async throws -> Observation? {
        try probe("read")
        return all.first { $0.sha256 == sha256 }
    }

    func observations(matching query: ObservationQuery) async throws -> ObservationPage {
        try probe("read")
        let found = all.filter { query.statuses?.contains($0.status) ?? true }
        return ObservationPage(total: found.count, items: Array(found.dropFirst(query.offset).prefix(query.limit)))
    }

    func children(of id: Int64) async throws -> [Observation] { [] }

    func countsByStatus() async throws -> [ObservationStatus: Int] {
        all.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }

    func nextTaskID(date: String, postfix: String) async throws -> String {
        try probe("task id")
        return state.withLock { state in
            state.nextNumbers[date, default: 0] += 1
            let number = String(state.nextNumbers[date, default: 0])
            return date + String(repeating: "0", count: max(0, 3 - number.count)) + number + postfix
        }
    }

    func add(_ observation: Observation, requesting tasks: [TaskRequest]) async throws -> Observation {
        try probe("before commit")
        let added = try state.withLock { state in
            for item in state.items.values {
                if item.taskID == observation.taskID { throw RepositoryError.invalid(field: "taskID", message: "exists") }
                if let sha = item.sha256, sha == observation.sha256 {
                    throw RepositoryError.invalid(field: "sha256", message: "exists")
                }
            }
            var added = observation
            added.id = state.nextID
            state.nextID += 1
            state.items[added.id] = added
            state.requests += tasks
            return added
        }
        try probe("after commit")
        return added
    }

    func change(
        id: Int64, expecting: Set<ObservationStatus>?, requesting tasks: [TaskRequest],
        _ edit: @Sendable (inout Observation) throws -> Void
    ) async throws -> Observation {
        try probe("before change")
        let changed = try state.withLock { state in
            guard var item = state.items[id] else { throw RepositoryError.notFound("\(id)") }
            if let expecting, !expecting.contains(item.status) { throw RepositoryError.statusIs(item.status) }
            try edit(&item)
            state.items[id] = item
            state.requests += tasks
            return item
        }
        try probe("after change")
        return changed
    }

    func addProducts(_ products: [DataProduct], taskID: String) async throws {
        try probe("before products")
        try state.withLock { state in
            guard let id = state.items.first(where: { $0.value.taskID == taskID })?.key else {
                throw RepositoryError.notFound(taskID)
            }
            let names = Set(products.map(\.filename))
            state.items[id]?.products.removeAll { names.contains($0.filename) }
            state.items[id]?.products += products
        }
    }

    func remove(id: Int64) async throws {
        try probe("before remove")
        state.withLock { $0.items[id] = nil }
    }

    func changes() -> AsyncStream<ObservationEvent> { AsyncStream { $0.finish() } }
}
