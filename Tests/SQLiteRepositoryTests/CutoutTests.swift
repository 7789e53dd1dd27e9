import RepositoryContract
import SQLiteRepository
import SQLiteStore
import Testing

@Suite struct CutoutTests {
    private let contract: CutoutContract

    init() throws {
        contract = CutoutContract(SQLiteCutoutRepository(store: try Store.temporary()))
    }

    @Test func keepsEveryField() async throws { try await contract.keepsEveryField() }
    @Test func directoriesCountWhatIsVisible() async throws { try await contract.directoriesCountWhatIsVisible() }
    @Test func listsAndChanges() async throws { try await contract.listsAndChanges() }
    @Test func refusesWhatIsNoCutout() async throws { try await contract.refusesWhatIsNoCutout() }
}
