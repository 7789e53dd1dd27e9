import Foundation
import Observations
import Sky
import TaskQueue
import Testing

/// What every `ObservationRepository` promises. A test suite of an implementation calls each with a new, empty one.
enum RepositoryContract {
    static func keepsEveryField(_ repository: any ObservationRepository) async throws {
        let master = try await repository.add(Sample.full("260101001"), requesting: [])
        var wanted = Sample.full("260101002")
        wanted.parent = master.id
        wanted.sha256 = String(repeating: "b", count: 64)
        let added = try await repository.add(wanted, requesting: [])
        #expect(added.id != 0 && added.id != master.id)
        let created = try #require(added.created)
        #expect(abs(created.timeIntervalSinceNow) < 60)
        wanted.id = added.id
        wanted.created = added.created
        #expect(added == wanted)
        #expect(try await repository.observation(id: added.id) == wanted)
        #expect(try await repository.observation(taskID: "260101002") == wanted)
        #expect(try await repository.observation(sha256: String(repeating: "b", count: 64)) == wanted)
        #expect(try await repository.children(of: master.id) == [wanted])
        #expect(try await repository.observation(id: 999_999) == nil)
    }

    static func refusesWhatTheRecordDoesNotAllow(_ repository: any ObservationRepository) async throws {
        _ = try await repository.add(Sample.full("260101001"), requesting: [])
        await refused("taskID") { try await repository.add(Sample.plain("260101001"), requesting: []) }
        await refused("sha256") {
            var o = Sample.plain("260101002")
            o.sha256 = Sample.full("").sha256
            return try await repository.add(o, requesting: [])
        }
        await refused("field_dec") {
            var o = Sample.plain("260101002")
            o.fieldDec = 91
            return try await repository.add(o, requesting: [])
        }
        await refused("exif_orientation") {
            var o = Sample.plain("260101002")
            o.exifOrientation = 9
            return try await repository.add(o, requesting: [])
        }
        await refused("parent") {
            var o = Sample.plain("260101002")
            o.parent = 12_345
            return try await repository.add(o, requesting: [])
        }
        #expect(try await repository.observations(matching: ObservationQuery()).total == 1)
    }

    private static func refused(_ field: String, _ body: () async throws -> Observation) async {
        do {
            _ = try await body()
            Issue.record("a wrong \(field) was taken")
        } catch RepositoryError.invalid(let found, let message) {
            #expect(found == field)
            #expect(!message.isEmpty)
        } catch {
            Issue.record("wanted RepositoryError.invalid(\(field)), got \(error)")
        }
    }

    static func changesWholeOrNotAtAll(_ repository: any ObservationRepository) async throws {
        let added = try await repository.add(Sample.full("260101001"), requesting: [])
        let changed = try await repository.change(id: added.id, expecting: [.raw], requesting: []) {
            $0.status = .pending
            $0.reason = "none"
            $0.products = [DataProduct(filename: "b", type: "fits", size: 7)]
            $0.solution = nil
            $0.id = 77
        }
        #expect(changed.id == added.id)
        #expect(changed.products.map(\.filename) == ["b"])
        #expect(changed.solution == nil)
        #expect(try await repository.observation(id: added.id) == changed)
        await #expect(throws: RepositoryError.statusIs(.pending)) {
            try await repository.change(id: added.id, expecting: [.raw, .failed], requesting: []) { $0.status = .done }
        }
        await #expect(throws: RepositoryError.notFound("observation 4711")) {
            try await repository.change(id: 4711, expecting: nil, requesting: []) { $0.status = .done }
        }
        struct Refusal: Error {}
        await #expect(throws: Refusal.self) {
            try await repository.change(id: added.id, expecting: nil, requesting: []) {
                $0.status = .done
                throw Refusal()
            }
        }
        #expect(try await repository.observation(id: added.id) == changed)
    }

    static func onlyOneOfManyChangesAStatus(_ repository: any ObservationRepository) async throws {
        let added = try await repository.add(Sample.plain("260101001"), requesting: [])
        let winners = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<30 {
                group.addTask {
                    let change = try? await repository.change(id: added.id, expecting: [.raw], requesting: []) {
                        $0.status = .pending
                    }
                    return change != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(winners == 1)
    }

    static func productsAreAddedAndReplaced(_ repository: any ObservationRepository) async throws {
        _ = try await repository.add(Sample.plain("260101001"), requesting: [])
        let first = [DataProduct(filename: "a", type: "raw", size: 1), DataProduct(filename: "b", type: "fits", size: 2)]
        try await repository.addProducts(first, taskID: "260101001")
        try await repository.addProducts([DataProduct(filename: "a", type: "raw", size: 3)], taskID: "260101001")
        let found = try await repository.observation(taskID: "260101001")
        #expect(found?.products.map(\.size) == [3, 2])
        await #expect(throws: RepositoryError.self) { try await repository.addProducts(first, taskID: "nobody") }
    }

    static func removedIsGone(_ repository: any ObservationRepository) async throws {
        let master = try await repository.add(Sample.full("260101001"), requesting: [])
        var child = Sample.plain("260101002")
        child.parent = master.id
        child = try await repository.add(child, requesting: [])
        try await repository.remove(id: master.id)
        try await repository.remove(id: master.id)
        #expect(try await repository.observation(id: master.id) == nil)
        #expect(try await repository.observation(id: child.id)?.parent == nil)
        var query = ObservationQuery()
        query.containing = SkyPosition(ra: 10, dec: 20)
        #expect(try await repository.observations(matching: query).total == 0)
        #expect(try await repository.countsByStatus() == [.raw: 1])
        let again = try await repository.add(Sample.full("260101001"), requesting: [])
        #expect(again.id > child.id)
    }

    static func tellsItsChanges(_ repository: any ObservationRepository) async throws {
        let (one, two) = (repository.changes(), repository.changes())
        let added = try await repository.add(Sample.plain("260101001"), requesting: [])
        try await repository.change(id: added.id, expecting: nil, requesting: []) {
            $0.status = .failed
            $0.reason = "no stars"
        }
        try await repository.remove(id: added.id)
        for stream in [one, two] {
            var events: [ObservationEvent] = []
            for await event in stream {
                events.append(event)
                if events.count == 3 { break }
            }
            #expect(events.map(\.status) == [.raw, .failed, .failed])
            #expect(events.map(\.removed) == [false, false, true])
            #expect(events.map(\.reason) == [nil, "no stars", "no stars"])
        }
    }
}
