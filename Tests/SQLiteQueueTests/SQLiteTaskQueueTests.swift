import QueueContract
import SQLiteQueue
import SQLiteStore
import TaskQueue
import Testing

@Suite(.timeLimit(.minutes(5))) struct SQLiteTaskQueueTests {
    private let store: Store
    private let queue: SQLiteTaskQueue
    private let contract: QueueContract

    init() throws {
        store = try Store.temporary()
        queue = SQLiteTaskQueue(store: store)
        contract = QueueContract(queue)
    }

    @Test func handsOutInOrderOnce() async throws { try await contract.handsOutInOrderOnce() }
    @Test func delayedOnesComeWhenDue() async throws { try await contract.delayedOnesComeWhenDue() }
    @Test func lateOnesAreDropped() async throws { try await contract.lateOnesAreDropped() }
    @Test func failedOnesComeBackOrDie() async throws { try await contract.failedOnesComeBackOrDie() }
    @Test func handedBackOnesCountNothing() async throws { try await contract.handedBackOnesCountNothing() }
    @Test func wakesThoseWhoWait() async throws { try await contract.wakesThoseWhoWait() }
    @Test func aKeyWaitsOnce() async throws { try await contract.aKeyWaitsOnce() }
    @Test func aRequestIsTakenOnce() async throws { try await contract.aRequestIsTakenOnce() }
    @Test func higherPrioritiesComeFirst() async throws { try await contract.higherPrioritiesComeFirst() }
    @Test func leasesRunOut() async throws { try await contract.leasesRunOut() }
    @Test func extendedLeasesHold() async throws { try await contract.extendedLeasesHold() }
    @Test func releasesWhatDeadWorkersHeld() async throws { try await contract.releasesWhatDeadWorkersHeld() }
    @Test func aTaskThatKillsItsWorkersDies() async throws { try await contract.aTaskThatKillsItsWorkersDies() }
    @Test func tellsWhatBecameOfTasks() async throws { try await contract.tellsWhatBecameOfTasks() }
    @Test func listsTasks() async throws { try await contract.listsTasks() }
    @Test func waitingOnesAreCancelled() async throws { try await contract.waitingOnesAreCancelled() }
    @Test func runningOnesAreCancelled() async throws { try await contract.runningOnesAreCancelled() }
    @Test func pausedQueuesRest() async throws { try await contract.pausedQueuesRest() }
    @Test func theOneWhoWaitsIsTold() async throws { try await contract.theOneWhoWaitsIsTold() }
    @Test func badRequestsAreRefused() async throws { try await contract.badRequestsAreRefused() }

    @Test("Workers of two openings of one file never get the same task")
    func eachTaskGoesToOne() async throws {
        try await contract.eachTaskGoesToOne([SQLiteTaskQueue(store: try Store.open(path: store.path))])
    }

    @Test("Tasks and pauses are kept when the file is opened again")
    func isKept() async throws {
        try await queue.enqueue([TaskRequest(queue: "q", name: "n", arguments: ["id": "7"])])
        try await queue.pause("other")
        try store.close()
        let again = SQLiteTaskQueue(store: try Store.open(path: store.path))
        #expect(try await again.lease(from: "q", worker: "w", seconds: 1)?.request.arguments == ["id": "7"])
        #expect(try await again.pausedQueues() == ["other"])
    }
}
