import Observations
import RepositoryContract
import SQLiteRepository
import SQLiteStore
import Testing

@Suite struct TaskIDTests {
    @Test func countsPerDateAndPostfix() async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        #expect(try await repository.nextTaskID(date: "20261122", postfix: "") == "261122001")
        #expect(try await repository.nextTaskID(date: "261122", postfix: "") == "261122002")
        #expect(try await repository.nextTaskID(date: "20261122", postfix: "_IMG") == "261122001_IMG")
        #expect(try await repository.nextTaskID(date: "20240229", postfix: "") == "240229001")
    }

    @Test func goesOnAfterExistingOnesAlsoWhenTheyAreGone() async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        let added = try await repository.add(Sample.plain("261122041"), requesting: [])
        _ = try await repository.add(Sample.plain("261122050_IMG"), requesting: [])
        try await repository.remove(id: added.id)
        #expect(try await repository.nextTaskID(date: "20261122", postfix: "") == "261122042")
        _ = try await repository.add(Sample.plain("261122999"), requesting: [])
        #expect(try await repository.nextTaskID(date: "20261122", postfix: "") == "2611221000")
        #expect(try await repository.nextTaskID(date: "20261122", postfix: "_IMG") == "261122051_IMG")
    }

    @Test(arguments: ["", "2026112", "20261301", "20261100", "20230229", "2026-11-22", "abcdefgh", "２６１１２２"])
    func refusesWhatIsNoDate(date: String) async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        await #expect(throws: RepositoryError.self) { try await repository.nextTaskID(date: date, postfix: "") }
    }

    @Test(arguments: ["1", "../x", "a/b", "a b", "ä", "abcdefghijklmnopqrstuvwxyz"])
    func refusesPostfixesThatCannotBeInAFolderName(postfix: String) async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        await #expect(throws: RepositoryError.self) { try await repository.nextTaskID(date: "261122", postfix: postfix) }
    }

    @Test("100 at once through two openings of one file: all different")
    func neverTheSameTwice() async throws {
        let first = try Store.temporary()
        let repositories = [first, try Store.open(path: first.path)].map { SQLiteObservationRepository(store: $0) }
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 {
                group.addTask { try await repositories[number % 2].nextTaskID(date: "20261122", postfix: "") }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 100)
        #expect(ids.max() == "261122100")
    }
}
