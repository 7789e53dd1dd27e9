import Observations
import RESTRepository
import TaskQueue
import Testing

@Suite(.timeLimit(.minutes(5))) struct BackendTests {
    @Test(arguments: ["", "localhost:8000", "ftp://host/", "http://", "http://user:s3same@host/", "http://host/?a=b", "http:///x"])
    func refusesWhatIsNoAddress(url: String) {
        do {
            _ = try RESTAccess(url: url, user: "u", password: "p")
            Issue.record("\(url) was taken")
        } catch {
            #expect(!"\(error)".contains("s3same"))
        }
    }

    @Test(arguments: [
        ("http://host:8000", "http://host:8000/my_astrobase"), ("http://host:8000/", "http://host:8000/my_astrobase"),
        ("https://host/my_astrobase/", "https://host/my_astrobase"), (" http://host/other ", "http://host/other"),
    ])
    func knowsWhereTheAPIIs(url: String, base: String) throws {
        #expect(try RESTAccess(url: url, user: "admin", password: "secret").description == base)
    }

    @Test func aBackendThatIsNotThereIsSaid() async throws {
        try await OurServer.withBackend("http://127.0.0.1:9", settings: { $0.retry.attempts = 2 }) { backend in
            do {
                _ = try await RESTJobRepository(backend: backend, queue: nil).job(id: 1)
                Issue.record("an answer from nowhere")
            } catch {
                #expect("\(error)".contains("does not answer"))
            }
        }
    }

    @Test("Tasks come after the change, and later where the queue refuses them")
    func requestedTasks() async throws {
        try await OurServer.run { backend in
            let queue = NoQueue()
            let repository = RESTObservationRepository(backend: backend, queue: queue)
            let added = try await repository.add(
                Observation(taskID: "260101001", name: "a"), requesting: [TaskRequest(queue: "q", name: "one")])
            #expect(queue.requests.map(\.name) == ["one"])
            queue.refuse(true)
            try await repository.change(id: added.id, expecting: nil, requesting: [TaskRequest(queue: "q", name: "two")]) {
                $0.status = .done
            }
            queue.refuse(false)
            try await repository.change(id: added.id, expecting: nil, requesting: []) { $0.status = .raw }
            #expect(queue.requests.map(\.name) == ["one", "two"])
            await #expect(throws: RepositoryError.statusIs(.raw)) {
                try await repository.change(id: added.id, expecting: [.done], requesting: [TaskRequest(queue: "q", name: "no")]) {
                    $0.status = .failed
                }
            }
            #expect(queue.requests.count == 2)
        }
    }

    @Test("Two workers at one record of this server: no change is lost")
    func noChangeIsLost() async throws {
        try await OurServer.run { backend in
            // Two repositories have no lock in common: versions alone keep them apart.
            let workers = (0..<2).map { _ in RESTObservationRepository(backend: backend, queue: nil) }
            let added = try await workers[0].add(Observation(taskID: "260101001", name: "a"), requesting: [])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in workers {
                    group.addTask {
                        for _ in 0..<10 {
                            try await worker.change(id: added.id, expecting: nil, requesting: []) { $0.exposureSeconds += 1 }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await workers[0].observation(id: added.id)?.exposureSeconds == 20)
        }
    }

    @Test func changesOfOthersAreSeen() async throws {
        try await OurServer.run { backend in
            let (one, two) = (
                RESTObservationRepository(backend: backend, queue: nil), RESTObservationRepository(backend: backend, queue: nil))
            var o = Observation(taskID: "260101001", name: "a")
            o.status = .raw
            let added = try await two.add(o, requesting: [])
            let events = one.changes()
            try await Task.sleep(for: .seconds(1))
            try await two.change(id: added.id, expecting: nil, requesting: []) { $0.status = .pending }
            for await event in events {
                #expect(event.id == added.id && event.status == .pending && !event.removed)
                break
            }
            let more = one.changes()
            try await Task.sleep(for: .seconds(1))
            try await two.remove(id: added.id)
            for await event in more {
                #expect(event.id == added.id && event.removed)
                break
            }
        }
    }
}
