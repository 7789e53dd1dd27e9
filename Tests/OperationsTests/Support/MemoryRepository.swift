import Foundation
import Observations
import TaskQueue

/// Records in memory, as far as backup and verification ask for them.
actor MemoryRepository: ObservationRepository {
    private var records: [Observation]
    private var next: Int64
    /// Called before each page is handed out: what happens meanwhile.
    private var beforePage: (@Sendable (MemoryRepository) async -> Void)?

    init(_ records: [Observation] = []) {
        self.records = records.enumerated().map { Self.numbered($1, Int64($0 + 1)) }
        next = Int64(records.count + 1)
    }

    private static func numbered(_ record: Observation, _ id: Int64) -> Observation {
        var record = record
        record.id = id
        return record
    }

    private func insert(_ record: Observation) {
        records.append(Self.numbered(record, next))
        next += 1
    }

    func whenAskedForAPage(_ work: @escaping @Sendable (MemoryRepository) async -> Void) { beforePage = work }

    func observation(id: Int64) -> Observation? { records.first { $0.id == id } }
    func observation(taskID: String) -> Observation? { records.first { $0.taskID == taskID } }
    func observation(sha256: String) -> Observation? { records.first { $0.sha256 == sha256 } }

    func observations(matching query: ObservationQuery) async -> ObservationPage {
        if let work = beforePage { await work(self) }
        return ObservationPage(total: records.count, items: Array(records.dropFirst(query.offset).prefix(query.limit)))
    }

    func children(of id: Int64) -> [Observation] { records.filter { $0.parent == id } }
    func countsByStatus() -> [ObservationStatus: Int] { Dictionary(grouping: records, by: \.status).mapValues(\.count) }
    func nextTaskID(date: String, postfix: String) -> String { "\(date)\(records.count + 1)\(postfix)" }

    func add(_ observation: Observation, requesting tasks: [TaskRequest]) -> Observation {
        insert(observation)
        return records[records.count - 1]
    }

    func change(
        id: Int64, expecting: Set<ObservationStatus>?, requesting tasks: [TaskRequest],
        _ edit: @Sendable (inout Observation) throws -> Void
    ) throws -> Observation {
        guard let place = records.firstIndex(where: { $0.id == id }) else { throw RepositoryError.notFound("\(id)") }
        try edit(&records[place])
        return records[place]
    }

    func addProducts(_ products: [DataProduct], taskID: String) {
        guard let place = records.firstIndex(where: { $0.taskID == taskID }) else { return }
        records[place].products += products
    }

    func remove(id: Int64) { records.removeAll { $0.id == id } }
    nonisolated func changes() -> AsyncStream<ObservationEvent> { AsyncStream { $0.finish() } }
}
