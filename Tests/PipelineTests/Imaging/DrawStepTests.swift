import FileArchive
import Foundation
import Logging
import Observations
import Pipeline
import Raster
import Synchronization
import TaskQueue
import Testing

@Suite struct DrawStepTests {
    private static let types: Set<String> = ["sky_globe", "sky_plot", "annotated"]
    private static let names: Set<String> = ["4660627_sky_globe.jpg", "4660627_sky_plot.jpg", "4660627_annotated.jpg"]

    /// A solved observation without drawings.
    private func home() async throws -> JobHome {
        let home = try await JobHome()
        try await home.observations.change(id: 1, expecting: nil, requesting: []) {
            $0.products.removeAll { $0.type == "annotated" }
            $0.products.append(DataProduct(filename: "4660627_wcs_file.fits", type: "wcs_fits", size: 1))
        }
        return home
    }

    private func step(_ home: JobHome, _ archive: FileArchive? = nil) -> DrawStep {
        DrawStep(
            archive: archive ?? home.archive, repository: home.observations, catalog: nil, indexFolder: nil,
            configuration: PipelineConfiguration(), progress: ProgressFeed(log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    }

    private func drawn(_ home: JobHome) -> Set<String> {
        Set(home.observation?.products.filter { Self.types.contains($0.type) }.map(\.filename) ?? [])
    }

    @Test func makesChartsAndTheAnnotatedPicture() async throws {
        let home = try await home()
        for _ in 0..<2 {
            try await step(home).run(observation: 1, job: "4660627")
            #expect(drawn(home) == Self.names)
            #expect(home.files.isSuperset(of: Self.names))
            #expect(home.observation?.products.count == 6 && home.observation?.status == .done)
        }
        for name in Self.names {
            let path = try home.archive.location(taskID: JobHome.taskID, filename: name).path
            let facts = try RasterReader.facts(path: path, format: .jpeg)
            #expect(name.hasSuffix("annotated.jpg") ? facts.size == PixelSize(width: 300, height: 200) : facts.size.width == 1024)
        }
    }

    @Test func aPictureThatCannotBeDrawnStaysSolved() async throws {
        let home = try await home()
        try await home.archive.place(taskID: JobHome.taskID, filename: "\(JobHome.taskID)_raw.jpg") {
            try Data("no picture".utf8).write(to: URL(fileURLWithPath: $0))
        }
        try await step(home).run(observation: 1, job: "4660627")
        #expect(home.observation?.status == .done && drawn(home).isEmpty)
    }

    @Test func anEarlierSolutionIsNotDrawn() async throws {
        let home = try await home()
        try await step(home).run(observation: 1, job: "1")
        try await step(home).run(observation: 99, job: "4660627")
        #expect(drawn(home).isEmpty)
        try await home.observations.change(id: 1, expecting: nil, requesting: []) { $0.status = .pending }
        try await step(home).run(observation: 1, job: "4660627")
        #expect(drawn(home).isEmpty)
    }

    /// Cut off before any step of the archive, and then done again by the task that was left.
    @Test(arguments: 0..<9) func cutOffAnywhereIsDoneAgain(_ steps: Int) async throws {
        let home = try await home()
        let fuse = Fuse(steps: steps)
        let archive = try FileArchive(folder: home.folder.url.appendingPathComponent("data")) { _ in try fuse.burn() }
        try? await step(home, archive).run(observation: 1, job: "4660627")
        #expect(home.observation?.status == .done)
        // Every recorded product is a whole file.
        for product in home.observation?.products.filter({ Self.types.contains($0.type) }) ?? [] {
            #expect(try await home.archive.digest(ArchivePath("\(JobHome.taskID)/\(product.filename)")).sha256 == product.sha256)
        }
        try await step(home).run(observation: 1, job: "4660627")
        #expect(drawn(home) == Self.names && home.files.isSuperset(of: Self.names))
    }

    @Test func solvingAsksForTheDrawing() async throws {
        var home = try TestHome()
        home.configuration.autoProcess = true
        try home.drop("m42.jpg", FakeInspector.picture("taken=2023:04:15 22:00:00"))
        _ = try await home.ingest().run()
        _ = try await home.submit().run()
        let process = try home.process()
        _ = try await process.run()
        _ = try await process.run()
        let observation = try #require(home.repository.all.first)
        #expect(observation.status == .done)
        let request = try #require(home.repository.state.withLock { $0.requests.last { $0.name == RegistrationTasks.draw } })
        #expect(request.arguments == ["observation": "\(observation.id)", "job": observation.job])
        #expect(request.queue == RegistrationTasks.drawingQueue && request.key != nil)
    }
}
