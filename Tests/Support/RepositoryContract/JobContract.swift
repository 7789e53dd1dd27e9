import Foundation
package import Observations
import TaskQueue
import Testing

/// What every `JobRepository` promises. A test suite of an implementation calls each with a new, empty one.
package struct JobContract: Sendable {
    private let repository: any JobRepository
    /// The existing Django backend keeps its own fields alone.
    private let keepsFacts: Bool

    package init(_ repository: any JobRepository, keepsFacts: Bool = true) {
        self.repository = repository
        self.keepsFacts = keepsFacts
    }

    package func keepsEveryField() async throws {
        var job = Job(command: "grid", parameters: "261122002,4660627.fits,a.jpg,b.jpg,orion belt# M42", extra: "[]")
        job.jobService = "service"
        job.queue = "queue"
        job.celeryID = "celery id"
        job.status = .handling
        job.result = "result"
        if keepsFacts { job.finished = Date(timeIntervalSince1970: 1_700_000_000.5) }
        let added = try await repository.add(job, requesting: [])
        let created = try #require(added.created)
        (job.id, job.created) = (added.id, created)
        #expect(try await repository.job(id: added.id) == job)
    }

    package func listsByStatusAndService() async throws {
        for (command, status, service) in [("a", "new", "celery"), ("b", "new", "other"), ("c", "error", "celery")] {
            var job = Job(command: command)
            job.status = JobStatus(rawValue: status)
            job.jobService = service
            _ = try await repository.add(job, requesting: [])
        }
        var query = JobQuery()
        query.statuses = [.new]
        query.jobService = "celery"
        #expect(try await repository.jobs(matching: query).items.map(\.command) == ["a"])
        #expect(try await repository.jobs(matching: JobQuery()).total == 3)
        query = JobQuery()
        (query.offset, query.limit) = (1, 1)
        #expect(try await repository.jobs(matching: query).items.map(\.command) == ["b"])
        query = JobQuery()
        query.command = "c"
        #expect(try await repository.jobs(matching: query).items.map(\.status) == [.error])
    }

    package func ofManyWorkersOneTakesAJob() async throws {
        let job = try await repository.add(Job(command: "grid"), requesting: [])
        let taken = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    (try? await repository.change(job: job.id, expecting: [.new], requesting: []) { $0.status = .handling }) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
        await #expect(throws: JobStatusIs(.handling)) {
            try await repository.change(job: job.id, expecting: [.new], requesting: []) { $0.result = "x" }
        }
    }

    package func refusesWhatIsNoJob() async throws {
        await #expect(throws: RepositoryError.self) { try await repository.add(Job(command: ""), requesting: []) }
        await #expect(throws: RepositoryError.notFound("job 7")) {
            try await repository.change(job: 7, expecting: nil, requesting: []) { $0.result = "x" }
        }
        #expect(try await repository.job(id: 7) == nil)
        try await repository.remove(job: 7)
    }

    package func removedIsGone() async throws {
        let job = try await repository.add(Job(command: "box"), requesting: [])
        try await repository.remove(job: job.id)
        #expect(try await repository.job(id: job.id) == nil)
        // The ids of jobs are never given again: a late worker must not take another's job for its own.
        #expect(try await repository.add(Job(command: "box"), requesting: []).id > job.id)
    }
}
