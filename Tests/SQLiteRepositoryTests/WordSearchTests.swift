import Foundation
import Observations
import SQLiteRepository
import SQLiteStore
import RepositoryContract
import Testing

/// In a large archive the index of texts is asked for the rare part of a text alone.
@Suite struct WordSearchTests {
    @Test("The same observations as by looking into every text", .timeLimit(.minutes(5)))
    func agreesWithBruteForce() async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        // More than 20,000, so that parts of texts are looked for; some odd ones among them.
        let odd = ["Field 77", "FIELD 770", "fiEld 7\"7", "field 100%", "field_77", "Größe 77", "field  77", "77 field", "naïve field 77"]
        var all: [Observation] = []
        for number in 0..<20_100 {
            var o = Sample.plain("2601\(10 + number % 90)\(100 + number)")
            o.name = "photo \(number)"
            o.fieldName = number % 3 == 0 ? nil : "field \(number % 500)"
            if number % 1000 == 7 { o.name = odd[number / 1000 % odd.count] }
            all.append(o)
        }
        let ids = try await repository.addAll(all)
        func holds(_ text: String?, _ word: String) -> Bool { text?.lowercased().contains(word.lowercased()) ?? false }
        for word in ["field 77", "FIELD 77", "field 7", "photo 1999", "100%", "field_77", "7\"7", "77 field", "größe", "photo", "d 499", "nowhere at all", "o 20099"] {
            let wanted = zip(ids, all).filter { o in
                [o.1.name, o.1.fieldName, o.1.description, o.1.taskID].contains { holds($0, word) }
            }.map(\.0)
            var query = ObservationQuery()
            query.text = word
            query.limit = 30_000
            let page = try await repository.observations(matching: query)
            #expect(page.total == wanted.count, "\(word)")
            #expect(page.items.map(\.id) == wanted, "\(word)")
            (query.offset, query.limit, query.newestFirst) = (2, 3, true)
            let part = try await repository.observations(matching: query)
            #expect(part.total == wanted.count && part.items.map(\.id) == Array(wanted.reversed().dropFirst(2).prefix(3)), "\(word)")

            var filtered = ObservationQuery()
            filtered.limit = 30_000
            let field = try #require(FilterField.observation["name"])
            filtered.filters = [FieldFilter(field, .holds(word, .anywhere, anyCase: true))]
            let named = try await repository.observations(matching: filtered)
            #expect(named.items.map(\.id) == zip(ids, all).filter { holds($0.1.name, word) }.map(\.0), "name: \(word)")
        }
    }
}
