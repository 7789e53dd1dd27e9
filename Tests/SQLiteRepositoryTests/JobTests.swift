import RepositoryContract
import SQLiteRepository
import SQLiteStore
import Testing

@Suite struct JobTests {
    private let contract: JobContract

    init() throws {
        contract = JobContract(SQLiteJobRepository(store: try Store.temporary()))
    }

    @Test func keepsEveryField() async throws { try await contract.keepsEveryField() }
    @Test func listsByStatusAndService() async throws { try await contract.listsByStatusAndService() }
    @Test func ofManyWorkersOneTakesAJob() async throws { try await contract.ofManyWorkersOneTakesAJob() }
    @Test func refusesWhatIsNoJob() async throws { try await contract.refusesWhatIsNoJob() }
    @Test func removedIsGone() async throws { try await contract.removedIsGone() }
}
