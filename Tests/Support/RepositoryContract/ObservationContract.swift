import Foundation
package import Observations
import Sky
import TaskQueue
import Testing

/// What every `ObservationRepository` promises. A test suite of an implementation calls each with a new, empty one.
package struct ObservationContract: Sendable {
    let repository: any ObservationRepository
    /// The records are whole: with `ObservationFacts`. The existing Django backend keeps its own fields alone.
    private let keepsFacts: Bool

    package init(_ repository: any ObservationRepository, keepsFacts: Bool = true) {
        self.repository = repository
        self.keepsFacts = keepsFacts
    }

    /// What of a record can be expected back.
    private func kept(_ o: Observation) -> Observation {
        if keepsFacts { return o }
        var known = o
        ObservationFacts(Observation(taskID: "", name: "")).apply(to: &known)
        known.created = nil
        // Bounds come from the box there.
        (known.raMin, known.raMax, known.decMin, known.decMax) = (nil, nil, nil, nil)
        return known
    }

    package func keepsEveryField() async throws {
        let master = try await repository.add(Sample.full("260101001"), requesting: [])
        var wanted = Sample.full("260101002")
        wanted.parent = master.id
        wanted.sha256 = String(repeating: "b", count: 64)
        let added = try await repository.add(wanted, requesting: [])
        #expect(added.id != 0 && added.id != master.id)
        if keepsFacts {
            let created = try #require(added.created)
            #expect(abs(created.timeIntervalSinceNow) < 60)
        }
        wanted.id = added.id
        wanted.created = added.created
        #expect(kept(added) == kept(wanted))
        #expect(try await repository.observation(id: added.id) == added)
        #expect(try await repository.observation(taskID: "260101002") == added)
        if keepsFacts { #expect(try await repository.observation(sha256: String(repeating: "b", count: 64)) == added) }
        #expect(try await repository.children(of: master.id) == [added])
        #expect(try await repository.observation(id: 999_999) == nil)
        #expect(try await repository.observation(taskID: "260101") == nil)
    }

    package func refusesWhatTheRecordDoesNotAllow() async throws {
        _ = try await repository.add(Sample.full("260101001"), requesting: [])
        await refused("taskID") { try await repository.add(Sample.plain("260101001"), requesting: []) }
        if keepsFacts {
            await refused("sha256") {
                var o = Sample.plain("260101002")
                o.sha256 = Sample.full("").sha256
                return try await repository.add(o, requesting: [])
            }
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

    private func refused(_ field: String, _ body: () async throws -> Observation) async {
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

    package func changesWholeOrNotAtAll() async throws {
        let added = try await repository.add(Sample.full("260101001"), requesting: [])
        let changed = try await repository.change(id: added.id, expecting: [.raw], requesting: []) {
            $0.status = .pending
            $0.reason = "none"
            $0.fieldRA = 123.456_789_012_345
            $0.products = [DataProduct(filename: "b", type: "fits", size: 7)]
            $0.solution = nil
            $0.id = 77
        }
        #expect(changed.id == added.id)
        #expect(changed.status == .pending && changed.fieldRA == 123.456_789_012_345)
        if keepsFacts {
            #expect(changed.products.map(\.filename) == ["b"])
            #expect(changed.solution == nil && changed.reason == "none")
        } else {
            // Products there can be added, not taken away.
            #expect(changed.products.contains { $0.filename == "b" && $0.type == "fits" })
        }
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

    package func onlyOneOfManyChangesAStatus() async throws {
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

    package func productsAreAddedAndReplaced() async throws {
        _ = try await repository.add(Sample.plain("260101001"), requesting: [])
        let first = [DataProduct(filename: "a", type: "raw", size: 1), DataProduct(filename: "b", type: "fits", size: 2)]
        try await repository.addProducts(first, taskID: "260101001")
        try await repository.addProducts([DataProduct(filename: "a", type: "raw", size: 3)], taskID: "260101001")
        let found = try #require(try await repository.observation(taskID: "260101001"))
        if keepsFacts {
            #expect(found.products.map(\.size) == [3, 2])
        } else {
            #expect(found.products.contains { $0.filename == "b" && $0.type == "fits" })
        }
        await #expect(throws: RepositoryError.self) { try await repository.addProducts(first, taskID: "nobody") }
    }

    package func removedIsGone() async throws {
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
        query = ObservationQuery()
        query.statuses = [.raw]
        #expect(try await repository.observations(matching: query).items.map(\.id) == [child.id])
        #expect(try await repository.countsByStatus() == [.raw: 1])
        let again = try await repository.add(Sample.full("260101001"), requesting: [])
        #expect(again.id > child.id)
    }

    package func tellsItsChanges() async throws {
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
            if keepsFacts { #expect(events.map(\.reason) == [nil, "no stars", "no stars"]) }
        }
    }

    /// Lists of more than a page of the REST API, which has 100.
    package func listsInPages() async throws {
        var all: [Observation] = []
        for number in 0..<130 {
            var o = Sample.plain("261122\(100 + number)", status: [.raw, .pending, .done][number % 3])
            o.name = number == 117 ? "Größe 100%_Nebel" : "Photo \(number)"
            if number % 5 == 0 { o.taskType = "master" }
            all.append(try await repository.add(o, requesting: []))
        }
        let filters: [([ObservationStatus]?, [String]?)] = [(nil, nil), ([.done, .raw], nil), (nil, ["master"]), ([], nil)]
        for (statuses, types) in filters {
            for newestFirst in [false, true] {
                var wanted = all.filter { (statuses?.contains($0.status) ?? true) && (types?.contains($0.taskType) ?? true) }
                if newestFirst { wanted.reverse() }
                for (offset, limit) in [(0, 10), (95, 10), (125, 100), (130, 5), (0, .max)] {
                    var query = ObservationQuery()
                    (query.statuses, query.taskTypes) = (statuses, types)
                    (query.offset, query.limit, query.newestFirst) = (offset, limit, newestFirst)
                    let page = try await repository.observations(matching: query)
                    #expect(page.total == wanted.count)
                    #expect(page.items.map(\.id) == wanted.dropFirst(offset).prefix(limit).map(\.id), "\(offset), \(limit)")
                }
            }
        }
        for (text, count) in [("photo 12", 11), ("GRÖ", 1), ("100%_", 1), ("261122230", 0)] {
            var query = ObservationQuery()
            query.text = text
            #expect(try await repository.observations(matching: query).total == count, "\(text)")
        }
    }

    package func countsTaskIDs() async throws {
        #expect(try await repository.nextTaskID(date: "20261122", postfix: "") == "261122001")
        #expect(try await repository.nextTaskID(date: "261122", postfix: "") == "261122002")
        #expect(try await repository.nextTaskID(date: "20261122", postfix: "_IMG") == "261122001_IMG")
        _ = try await repository.add(Sample.plain("261122041"), requesting: [])
        #expect(try await repository.nextTaskID(date: "20261122", postfix: "") == "261122042")
        for date in ["", "2026112", "20261301", "20230229", "2026-11-22", "abcdefgh"] {
            await #expect(throws: RepositoryError.self) { try await repository.nextTaskID(date: date, postfix: "") }
        }
        await #expect(throws: RepositoryError.self) { try await repository.nextTaskID(date: "261122", postfix: "../x") }
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await repository.nextTaskID(date: "20261123", postfix: "") } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 20)
    }
}
