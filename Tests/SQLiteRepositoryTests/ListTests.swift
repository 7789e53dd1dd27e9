import Observations
import RepositoryContract
import SQLiteRepository
import SQLiteStore
import Testing

@Suite struct ListTests {
    private static let statuses: [ObservationStatus] = [.raw, .pending, .done, .failed]

    /// 60 observations; statuses in turn, every fifth a master.
    private func filled() async throws -> (SQLiteObservationRepository, [Observation]) {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        var all: [Observation] = []
        for number in 0..<60 {
            var o = Sample.plain("261122\(100 + number)", status: Self.statuses[number % 4])
            o.name = "Photo \(number)"
            o.fieldName = number == 7 ? "Größe 100%_Nebel" : nil
            if number % 5 == 0 { o.taskType = "master" }
            o.products = [DataProduct(filename: "a", type: "raw", size: Int64(number))]
            all.append(try await repository.add(o, requesting: []))
        }
        return (repository, all)
    }

    @Test("Every page of every filter in both orders is what sorting by hand gives")
    func pages() async throws {
        let (repository, all) = try await filled()
        let filters: [[ObservationStatus]?] = [nil, [.done], [.done, .failed], Self.statuses, [], [.removing]]
        for statuses in filters {
            for types in [nil, ["master"], ["master", "observation"]] as [[String]?] {
                for newestFirst in [false, true] {
                    var wanted = all.filter { o in
                        (statuses?.contains(o.status) ?? true) && (types?.contains(o.taskType) ?? true)
                    }
                    if newestFirst { wanted.reverse() }
                    for offset in [0, 7, 20, 33, 55, 60, 100] {
                        var query = ObservationQuery()
                        (query.statuses, query.taskTypes) = (statuses, types)
                        (query.offset, query.limit, query.newestFirst) = (offset, 10, newestFirst)
                        let page = try await repository.observations(matching: query)
                        #expect(page.total == wanted.count)
                        #expect(page.items == Array(wanted.dropFirst(offset).prefix(10)))
                    }
                }
            }
        }
    }

    @Test(arguments: [
        ("photo 1", 11), ("größe", 1), ("GRÖSSE", 0), ("GRÖ", 1), ("100%_", 1), ("0%", 1), ("%", 1), ("_", 1), ("\"", 0),
        ("22100", 1),
        ("to 59", 1), ("nothing of it", 0), ("'; DROP TABLE observation", 0), ("", 60),
    ])
    func text(text: String, count: Int) async throws {
        let (repository, _) = try await filled()
        var query = ObservationQuery()
        query.text = text
        query.limit = 5
        let page = try await repository.observations(matching: query)
        #expect(page.total == count)
        #expect(page.items.count == min(5, count))
    }

    @Test func textFollowsChanges() async throws {
        let (repository, all) = try await filled()
        try await repository.change(id: all[3].id, expecting: nil, requesting: []) { $0.description = "Orion nebula" }
        var query = ObservationQuery()
        query.text = "orion NEB"
        query.statuses = [.failed]
        #expect(try await repository.observations(matching: query).items.map(\.id) == [all[3].id])
        try await repository.change(id: all[3].id, expecting: nil, requesting: []) { $0.description = "Lyra" }
        #expect(try await repository.observations(matching: query).total == 0)
    }

    @Test func countsFollowChanges() async throws {
        let (repository, all) = try await filled()
        try await repository.change(id: all[0].id, expecting: nil, requesting: []) { $0.status = .removing }
        try await repository.remove(id: all[1].id)
        let counts = try await repository.countsByStatus()
        #expect(counts == [.raw: 14, .removing: 1, .pending: 14, .done: 15, .failed: 15])
        var query = ObservationQuery()
        query.taskID = all[2].taskID
        #expect(try await repository.observations(matching: query).items == [all[2]])
    }
}
