import Foundation
import Logging
import Observations
import RepositoryContract
import SQLiteQueue
import SQLiteRepository
import SQLiteStore
import ServiceLifecycle
import TaskQueue
import Testing

@Suite struct OutboxTests {
    private let store: Store
    private let repository: SQLiteObservationRepository
    private let queue: SQLiteTaskQueue
    private let log = Logger(label: "test")

    init() throws {
        store = try Store.temporary()
        repository = SQLiteObservationRepository(store: store)
        queue = SQLiteTaskQueue(store: store)
    }

    @Test("Tasks come with their change or not at all, in order, once the relay runs")
    func sameTransaction() async throws {
        let relay = OutboxRelay(store: store, queue: queue, log: log)
        let submit = TaskRequest(queue: "q", name: "submit", arguments: ["taskID": "260101001"])
        let process = TaskRequest(queue: "q", name: "process", key: "p", notBefore: Date(timeIntervalSince1970: 1000.25))
        let added = try await repository.add(Sample.plain("260101001"), requesting: [submit])
        _ = try? await repository.add(Sample.plain("260101001"), requesting: [TaskRequest(queue: "q", name: "twice")])
        try await repository.change(id: added.id, expecting: nil, requesting: [process]) { $0.status = .pending }
        _ = try? await repository.change(id: added.id, expecting: [.done], requesting: [submit]) { $0.status = .raw }
        #expect(try await queue.counts().isEmpty)
        #expect(try await relay.relay() == 2)
        #expect(try await relay.relay() == 0)
        let tasks = [
            try await queue.lease(from: "q", worker: "w", seconds: 9), try await queue.lease(from: "q", worker: "w", seconds: 9),
            try await queue.lease(from: "q", worker: "w", seconds: 9),
        ]
        #expect(tasks.compactMap { $0?.request } == [submit, process])
    }

    @Test("The service hands tasks over soon after the commit, and ends at a graceful shutdown")
    func service() async throws {
        let group = ServiceGroup(
            services: [OutboxRelay(store: store, queue: queue, pollSeconds: 60, log: log)], logger: log)
        let running = Task { try await group.run() }
        for number in 0..<5 {
            let task = TaskRequest(queue: "q", name: "\(number)")
            _ = try await repository.add(Sample.plain("26010100\(number)"), requesting: [task])
            for _ in 0..<500 where try await queue.counts().first?.waiting != number + 1 {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await queue.counts().first?.waiting == number + 1)
        }
        await group.triggerGracefulShutdown()
        try await running.value
    }

    @Test("What a failing queue did not take stays for the next time")
    func failingQueue() async throws {
        _ = try await repository.add(Sample.plain("260101001"), requesting: [TaskRequest(queue: "q", name: "n")])
        let closed = try Store.temporary()
        try closed.close()
        await #expect(throws: (any Error).self) {
            try await OutboxRelay(store: store, queue: SQLiteTaskQueue(store: closed), log: log).relay()
        }
        #expect(try await OutboxRelay(store: store, queue: queue, log: log).relay() == 1)
        #expect(try await queue.counts().first?.waiting == 1)
    }
}
