import Foundation
public import Observations
public import TaskQueue

/// Observations over the REST API of this server or of the existing Django backend.
///
/// With this server records are whole and a change is made only to what was read (by its version). The existing backend keeps its
/// own fields alone, and knows neither transactions nor unique originals:
/// - SHA-256, camera, reason and plate solution (`ObservationFacts`) are lost there, so that the same photo under another name is
///   taken twice; products show as far as the record names their files, without size.
/// - A change is read, compared, written, and looked at once more: see `RecordChange`. A child's fields are its master's.
/// - Its next task id is not reserved. Two workers that draw the same one find out when they add the record: one of them
///   takes its record back and gets `RepositoryError.invalid`.
/// - Bounds in ra and dec it works out from `box` by itself.
///
/// With both, requested tasks are put into the queue after the change. Where that fails it is tried again with the next change;
/// a process that ends meanwhile loses them. The record's status is the truth, and each step looks for it by the clock too.
public struct RESTObservationRepository: ObservationRepository {
    let backend: RESTBackend
    let follow: LateTasks
    let feed: ChangeFeed
    let taskIDs = GivenTaskIDs()
    private let locks = KeyedLock()

    /// - Parameter queue: takes the tasks that changes request; nil: they are left to the backend and the clock.
    public init(backend: RESTBackend, queue: (any Queue)?) {
        self.backend = backend
        follow = LateTasks(queue: queue, log: backend.log)
        feed = ChangeFeed(backend: backend)
    }

    public func observation(id: Int64) async throws -> Observation? {
        let answer = try await backend.send(RESTCall(method: .get, path: "observations2/\(id)/", query: RESTFacts.query))
        return answer.status == 404 ? nil : try ObservationRecord.read(answer.json, backend)
    }

    public func observation(taskID: String) async throws -> Observation? {
        try await found(by: "taskID", taskID) { $0.taskID == taskID }.first
    }

    /// The existing backend knows no sums: nothing is found there.
    public func observation(sha256: String) async throws -> Observation? {
        guard try await backend.isOurs() else { return nil }
        return try await found(by: "sha256", sha256) { $0.sha256 == sha256 }.first
    }

    public func countsByStatus() async throws -> [ObservationStatus: Int] {
        var counts: [ObservationStatus: Int] = [:]
        try await RESTPages(backend: backend, path: "observations2/", query: []).forEach { json in
            if let status = json["my_status"]?.text { counts[ObservationStatus(rawValue: status), default: 0] += 1 }
        }
        return counts
    }

    public func children(of id: Int64) async throws -> [Observation] {
        let answer = try await backend.send(RESTCall(method: .get, path: "observations2/\(id)/"))
        guard answer.status != 404, case .array(let names)? = answer.json["children"] else { return [] }
        // Each is "taskID - name - field".
        let taskIDs = names.compactMap { $0.text?.components(separatedBy: " - ").first }
        var children: [Observation] = []
        for taskID in taskIDs { children += try await found(by: "taskID", taskID) { $0.parent == id } }
        return children.sorted { $0.id < $1.id }
    }

    @discardableResult
    public func change(
        id: Int64, expecting: Set<ObservationStatus>?, requesting tasks: [TaskRequest],
        _ edit: @Sendable (inout Observation) throws -> Void
    ) async throws -> Observation {
        let change = RecordChange<Observation>(
            backend: backend, locks: locks, path: "observations2/\(id)/", name: "observation \(id)",
            read: { [backend] in try ObservationRecord.read($0.json, backend) },
            payload: { before, after, ours in
                try ObservationRecord.check(after)
                return try ObservationRecord.payload(before, after, ours: ours)
            },
            verify: { wanted, found in
                if wanted.status != found.status || wanted.job != found.job { throw RepositoryError.statusIs(found.status) }
            })
        let done = try await change.run {
            if let expecting, !expecting.contains($0.status) { throw RepositoryError.statusIs($0.status) }
        } _: { record in
            let (id, created) = (record.id, record.created)
            try edit(&record)
            (record.id, record.created) = (id, created)
        }
        var after = done.after
        let known = Set(done.before.products.map(\.filename))
        let new = done.wanted.products.filter { !known.contains($0.filename) }
        if try await !backend.isOurs(), !new.isEmpty {
            try await addProducts(new, taskID: after.taskID)
            after = try await observation(id: id) ?? after
        }
        if done.before != after { feed.tell(after) }
        await follow.enqueue(tasks)
        return after
    }

    public func remove(id: Int64) async throws {
        guard let gone = try await observation(id: id) else { return }
        _ = try await backend.send(RESTCall(method: .delete, path: "observations2/\(id)/"))
        feed.tell(gone, removed: true)
    }

    /// Changes made through this repository at once; those of others to what is under way by looking every
    /// `RESTSettings.pollSeconds`, so that of several changes between two looks only the last is told.
    public func changes() -> AsyncStream<ObservationEvent> { feed.stream() }

    /// Those that the backend finds by a filter which it may not know: checked here.
    func found(by filter: String, _ value: String, _ isMeant: (Observation) -> Bool) async throws -> [Observation] {
        let query = [(name: filter, value: value)] + RESTFacts.query
        guard let page = try await RESTPages(backend: backend, path: "observations2/", query: query).page(1) else { return [] }
        return try page.items.map { try ObservationRecord.read($0, backend) }.filter(isMeant)
    }
}
