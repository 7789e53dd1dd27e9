import Observations
import RESTRepository
import TaskQueue
import Testing

/// What goes wrong between a worker and its backend.
@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: StandIn.python != nil)) struct FaultTests {
    private func trouble(
        _ body: (StandIn.Running, RESTObservationRepository, RESTJobRepository) async throws -> Void
    ) async throws {
        try await StandIn.run { standIn in
            try await OurServer.withBackend(standIn.url, settings: { $0.answerSeconds = 2 }) { backend in
                _ = try await RESTJobRepository(backend: backend, queue: nil).jobs(matching: JobQuery())
                try await body(
                    standIn, RESTObservationRepository(backend: backend, queue: nil), RESTJobRepository(backend: backend, queue: nil))
            }
        }
    }

    @Test("Answers 5xx and 429, dropped connections and late answers are got over", arguments: ["503", "500", "429", "drop", "slow"])
    func repeated(fault: String) async throws {
        try await trouble { standIn, observations, _ in
            var observation = Observation(taskID: "260101001", name: "a")
            observation.status = .raw
            let added = try await observations.add(observation, requesting: [])
            try await standIn.order([fault, fault, "", fault])
            #expect(try await observations.observation(id: added.id)?.name == "a")
            try await observations.change(id: added.id, expecting: [.raw], requesting: []) { $0.status = .pending }
            #expect(try await observations.observation(id: added.id)?.status == .pending)
        }
    }

    @Test("A POST whose answer was lost is done once", arguments: ["lost", "slow", "drop", "502"])
    func postedOnce(fault: String) async throws {
        try await trouble { standIn, observations, jobs in
            // Before it is sent it is looked whether the task id is free; then the POST meets the fault.
            try await standIn.order(["", fault])
            let added = try await observations.add(Observation(taskID: "260101001", name: "a"), requesting: [])
            #expect(try await observations.observations(matching: ObservationQuery()).items == [added])
            try await standIn.order([fault])
            let job = try await jobs.add(Job(command: "grid", parameters: "1"), requesting: [])
            #expect(try await jobs.jobs(matching: JobQuery()).items == [job])
            try await standIn.order(["", fault])
            try await observations.addProducts([DataProduct(filename: "x.fits", type: "fits", size: 7)], taskID: "260101001")
            #expect(try await observations.observation(taskID: "260101001")?.products.filter { $0.type == "fits" }.count == 1)
        }
    }

    @Test func aPageWhereJSONWasDueIsNamed() async throws {
        try await trouble { standIn, observations, _ in
            try await standIn.order(["html"])
            do {
                _ = try await observations.observation(id: 1)
                Issue.record("a page was taken for an answer")
            } catch {
                #expect("\(error)".contains("Log in to the hotel's network"))
            }
        }
    }

    @Test func wrongCredentialsAreSaidWithoutThem() async throws {
        try await StandIn.run { standIn in
            try await OurServer.withBackend(standIn.url, password: "secret word") { backend in
                do {
                    _ = try await RESTJobRepository(backend: backend, queue: nil).add(Job(command: "grid"), requesting: [])
                    Issue.record("wrong credentials were taken")
                } catch {
                    #expect(error as? RESTError == .credentials(backend: "\(standIn.url)/my_astrobase"))
                    #expect(!"\(error)".contains("secret"))
                }
            }
        }
    }

    @Test func twoWorkersOfOneTaskIDEndWithOneRecord() async throws {
        try await StandIn.run { standIn in
            try await OurServer.withBackend(standIn.url) { one in
                try await OurServer.withBackend(standIn.url) { two in
                    let workers = [one, two].map { RESTObservationRepository(backend: $0, queue: nil) }
                    let done = await withTaskGroup(of: Bool.self) { group in
                        for worker in workers {
                            group.addTask {
                                (try? await worker.add(Observation(taskID: "260101001", name: "a"), requesting: [])) != nil
                            }
                        }
                        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                    }
                    #expect(done == 1)
                    let total = try await workers[0].observations(matching: ObservationQuery()).total
                    #expect(total == 1)
                }
            }
        }
    }
}
