import Foundation
import Observations
import SQLiteRepository
import SQLiteStore
import Testing

@Suite struct HistoryTests {
    @Test func statusesAndReasonsAreKept() async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        let observation = try await repository.add(Observation(taskID: "260101001", name: "one"), requesting: [])
        func set(_ status: ObservationStatus, _ reason: String?) async throws {
            try await repository.change(id: observation.id, expecting: nil, requesting: []) { ($0.status, $0.reason) = (status, reason) }
        }
        try await set(.submitted, nil)
        try await set(.failed, "too few stars")
        // The same again is no news, nor is another name.
        try await set(.failed, "too few stars")
        try await repository.change(id: observation.id, expecting: nil, requesting: []) { $0.name = "another" }
        try await set(.done, nil)
        let history = try await repository.history(of: observation.id)
        #expect(history.map(\.status) == [.done, .failed, .submitted])
        #expect(history.map(\.reason) == [nil, "too few stars", nil])
        #expect(history.allSatisfy { abs($0.time.timeIntervalSinceNow) < 60 })
        #expect(try await repository.history(of: observation.id + 1).isEmpty)
    }

    @Test func onlyTheLastAreKept() async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        let observation = try await repository.add(Observation(taskID: "260101001", name: "one"), requesting: [])
        for round in 0..<70 {
            try await repository.change(id: observation.id, expecting: nil, requesting: []) {
                ($0.status, $0.reason) = (.failed, "round \(round)")
            }
        }
        let history = try await repository.history(of: observation.id)
        #expect(history.count == 50)
        #expect(history.first?.reason == "round 69")
        try await repository.remove(id: observation.id)
        #expect(try await repository.history(of: observation.id).isEmpty)
    }
}
