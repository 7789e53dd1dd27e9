import SQLiteQueue
import SQLiteStore
import TaskQueue
import Testing

@Suite struct SQLiteTaskQueueTests {
    private let store: Store
    private let queue: SQLiteTaskQueue

    init() throws {
        store = try Store.temporary()
        queue = SQLiteTaskQueue(store: store)
    }

    @Test func handsOutInOrderOnce() async throws { try await QueueContract.handsOutInOrderOnce(queue) }
    @Test func aKeyWaitsOnce() async throws { try await QueueContract.aKeyWaitsOnce(queue) }
    @Test func leasesRunOut() async throws { try await QueueContract.leasesRunOut(queue) }
    @Test func failedOnesComeBackOrDie() async throws { try await QueueContract.failedOnesComeBackOrDie(queue) }
    @Test func releasesWhatDeadWorkersHeld() async throws { try await QueueContract.releasesWhatDeadWorkersHeld(queue) }
    @Test func wakesThoseWhoWait() async throws { try await QueueContract.wakesThoseWhoWait(queue) }

    @Test("Workers of two openings of one file never get the same task")
    func eachTaskGoesToOne() async throws {
        try await QueueContract.eachTaskGoesToOne([queue, SQLiteTaskQueue(store: try Store.open(path: store.path))])
    }

    @Test func isKeptWhenTheFileIsOpenedAgain() async throws {
        try await queue.enqueue([TaskRequest(queue: "q", name: "n", arguments: ["id": "7"])])
        try store.close()
        let again = SQLiteTaskQueue(store: try Store.open(path: store.path))
        #expect(try await again.lease(from: "q", worker: "w", seconds: 1)?.request.arguments == ["id": "7"])
    }
}
