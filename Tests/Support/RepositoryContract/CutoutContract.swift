import Foundation
package import Observations
import Testing

/// What every `CutoutRepository` promises. A test suite of an implementation calls each with a new, empty one.
package struct CutoutContract: Sendable {
    private let repository: any CutoutRepository
    /// The existing Django backend keeps its own fields alone.
    private let keepsFacts: Bool

    package init(_ repository: any CutoutRepository, keepsFacts: Bool = true) {
        self.repository = repository
        self.keepsFacts = keepsFacts
    }

    private func cutout(_ taskID: String, in directory: String = "84_10_1_Orion_500", order: Int = 0) -> Cutout {
        var c = Cutout(filename: "\(directory)_\(taskID).jpg", directory: directory, observationTaskID: taskID)
        c.fieldName = "Orion"
        (c.fieldRA, c.fieldDec, c.fieldFOV, c.cutoutSize) = (84, 10, 1, 500)
        c.order = order
        return c
    }

    package func keepsEveryField() async throws {
        var c = cutout("261122002", order: 3)
        (c.visible, c.delete) = (true, true)
        c.observationDate = Date(timeIntervalSince1970: 1_700_000_000.25)
        (c.observationName, c.observationQuality, c.cutoutQuality) = ("orion belt", "good", "great")
        c.status = .failed
        if keepsFacts { (c.reason, c.coverage) = ("reason", 0.75) }
        let added = try await repository.add(c)
        c.created = try #require(added.created)
        #expect(try await repository.cutout(c.filename) == c)
        // Its folder came with it.
        let directory = try #require(try await repository.cutoutDirectory(c.directory))
        #expect(directory.fieldRA == 84 && directory.cutoutSize == 500 && directory.fieldName == "Orion")
    }

    package func directoriesCountWhatIsVisible() async throws {
        var directory = CutoutDirectory("84_10_1_Orion_500")
        directory.fieldName = "Orion"
        try await repository.put(directory)
        for (taskID, visible, order) in [("1", true, 2), ("2", true, 1), ("3", false, 0)] {
            var c = cutout(taskID, order: order)
            c.visible = visible
            _ = try await repository.add(c)
        }
        directory.status = "done"
        // Replacing the folder's record keeps its cutouts.
        try await repository.put(directory)
        let page = try await repository.cutoutDirectories(offset: 0, limit: 10)
        #expect(page.total == 1 && page.items.first?.directory == directory)
        #expect(page.items.first?.numberOfImages == 2)
        #expect(page.items.first?.thumbnail == "84_10_1_Orion_500_2.jpg")
        try await repository.remove(cutoutDirectory: directory.directory)
        #expect(try await repository.cutouts(matching: CutoutQuery()).total == 0)
    }

    package func listsAndChanges() async throws {
        for (taskID, directory) in [("1", "a"), ("2", "a"), ("1", "b")] {
            _ = try await repository.add(cutout(taskID, in: directory))
        }
        var query = CutoutQuery()
        query.directory = "a"
        #expect(try await repository.cutouts(matching: query).items.map(\.observationTaskID) == ["1", "2"])
        query = CutoutQuery()
        query.observationTaskID = "1"
        #expect(try await repository.cutouts(matching: query).total == 2)
        try await repository.change(cutout: "a_1.jpg") { ($0.visible, $0.status) = (true, .done) }
        query.visible = true
        query.statuses = [.done]
        #expect(try await repository.cutouts(matching: query).items.map(\.filename) == ["a_1.jpg"])
        try await repository.remove(cutout: "a_1.jpg")
        #expect(try await repository.cutout("a_1.jpg") == nil)
    }

    package func refusesWhatIsNoCutout() async throws {
        _ = try await repository.add(cutout("1"))
        await #expect(throws: RepositoryError.self) { try await repository.add(cutout("1")) }
        for name in ["../x.jpg", "a/b.jpg", ".hidden", ""] {
            let bad = Cutout(filename: name, directory: "d", observationTaskID: "1")
            await #expect(throws: RepositoryError.self) { try await repository.add(bad) }
            let folder = CutoutDirectory(name)
            await #expect(throws: RepositoryError.self) { try await repository.put(folder) }
        }
        // What was refused left no folder behind.
        #expect(try await repository.cutoutDirectory("d") == nil)
        await #expect(throws: RepositoryError.notFound("cutout none")) {
            try await repository.change(cutout: "none") { $0.visible = true }
        }
        try await repository.change(cutout: "84_10_1_Orion_500_1.jpg") { $0.coverage = 1 }
        await #expect(throws: RepositoryError.self) {
            try await repository.change(cutout: "84_10_1_Orion_500_1.jpg") { $0.coverage = .nan; $0.directory = "none" }
        }
    }
}
