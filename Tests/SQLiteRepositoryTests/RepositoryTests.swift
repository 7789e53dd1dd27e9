import RepositoryContract
import SQLiteRepository
import SQLiteStore
import Testing

@Suite struct RepositoryTests {
    private let store: Store
    private let contract: ObservationContract

    init() throws {
        store = try Store.temporary()
        contract = ObservationContract(SQLiteObservationRepository(store: store))
    }

    @Test func keepsEveryField() async throws { try await contract.keepsEveryField() }
    @Test func refusesWhatTheRecordDoesNotAllow() async throws { try await contract.refusesWhatTheRecordDoesNotAllow() }
    @Test func changesWholeOrNotAtAll() async throws { try await contract.changesWholeOrNotAtAll() }
    @Test func onlyOneOfManyChangesAStatus() async throws { try await contract.onlyOneOfManyChangesAStatus() }
    @Test func productsAreAddedAndReplaced() async throws { try await contract.productsAreAddedAndReplaced() }
    @Test func removedIsGone() async throws {
        try await contract.removedIsGone()
        #expect(try store.problems().isEmpty)
    }
    @Test func tellsItsChanges() async throws { try await contract.tellsItsChanges() }
    @Test func listsInPages() async throws { try await contract.listsInPages() }
    @Test func countsTaskIDs() async throws { try await contract.countsTaskIDs() }
    @Test func outlinesAndKnownValues() async throws { try await contract.outlinesAndKnownValues() }
    @Test func filtersAndOrders() async throws { try await contract.filtersAndOrders() }
}
