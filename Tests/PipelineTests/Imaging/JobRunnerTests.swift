import Foundation
import Observations
import Pipeline
import Testing

@Suite struct JobRunnerTests {
    private func add(_ home: JobHome, _ command: String, _ parameters: String) async throws -> Int64 {
        try await home.records.add(Job(command: command, parameters: parameters), requesting: []).id
    }

    @Test func aJobIsDoneOnce() async throws {
        let home = try await JobHome()
        let id = try await add(home, "box", "261122002,4660627.fits")
        let runner = JobRunner(jobs: home.records, imaging: home.jobs)
        let job = try #require(try await runner.run(job: id))
        #expect(job.status == .done && job.result.contains("box") && job.finished != nil)
        #expect(try await runner.run(job: id) == nil)
        #expect(try await runner.run(job: 99) == nil)
    }

    @Test func aFailedJobStaysWithItsReason() async throws {
        let home = try await JobHome()
        let id = try await add(home, "grid", "261122002,missing.fits,4660627_annotated.jpg,o.jpg,t")
        _ = try await JobRunner(jobs: home.records, imaging: home.jobs).run(job: id)
        let job = try #require(try await home.records.job(id: id))
        #expect(job.status == .error && job.result.contains("missing.fits") && job.finished != nil)
    }

    @Test func whatADeadWorkerHeldIsTakenWhenAsked() async throws {
        let home = try await JobHome()
        let id = try await add(home, "box", "261122002,4660627.fits")
        try await home.records.change(job: id, expecting: nil, requesting: []) { $0.status = .handling }
        let runner = JobRunner(jobs: home.records, imaging: home.jobs)
        #expect(try await runner.run(job: id) == nil)
        #expect(try await runner.run(job: id, again: true)?.status == .done)
    }
}
