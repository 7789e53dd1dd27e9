import Observations
import SQLiteRepository
import SQLiteStore
import Testing

@Suite struct RepositoryTests {
    private let store: Store
    private let repository: SQLiteObservationRepository

    init() throws {
        store = try Store.temporary()
        repository = SQLiteObservationRepository(store: store)
    }

    @Test func keepsEveryField() async throws { try await RepositoryContract.keepsEveryField(repository) }
    @Test func refusesWhatTheRecordDoesNotAllow() async throws {
        try await RepositoryContract.refusesWhatTheRecordDoesNotAllow(repository)
    }
    @Test func changesWholeOrNotAtAll() async throws { try await RepositoryContract.changesWholeOrNotAtAll(repository) }
    @Test func onlyOneOfManyChangesAStatus() async throws {
        try await RepositoryContract.onlyOneOfManyChangesAStatus(repository)
    }
    @Test func productsAreAddedAndReplaced() async throws {
        try await RepositoryContract.productsAreAddedAndReplaced(repository)
    }
    @Test func removedIsGone() async throws {
        try await RepositoryContract.removedIsGone(repository)
        #expect(try store.problems().isEmpty)
    }
    @Test func tellsItsChanges() async throws { try await RepositoryContract.tellsItsChanges(repository) }
}
