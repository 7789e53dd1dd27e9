import HTTPTypes
import HummingbirdTesting
import Testing

/// Jobs and cutouts, answered as the existing backend was recorded to.
@Suite struct JobAndCutoutTests {
    /// An answer without the time it was made.
    private func undated(_ text: String) -> String {
        text.replacing(/"creationTime":"[^"]+Z"/) { _ in "\"creationTime\":TIME" }
    }

    @Test func jobsAreAnsweredKeyByKey() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let sent = #"{"command": "grid", "job_service": "celery", "queue": "celery", "parameters": "1,orion belt# M42", "status": "new"}"#
            let job = """
                {"id":1,"job_service":"celery","queue":"celery","celery_id":null,"creationTime":TIME,"command":"grid",\
                "parameters":"1,orion belt# M42","extra":null,"status":"new","result":""}
                """
            let created = try await client.send(.post, "/jobs/", sent)
            #expect(created.status == .created)
            #expect(undated(created.text) == job)
            let list = try await client.get("/my_astrobase/jobs/?status=new&job_service=celery")
            #expect(undated(list.text) == #"{"count":1,"next":null,"previous":null,"results":[\#(job)]}"#)
            let handling = try await client.send(.put, "/jobs/1/", #"{"status": "handling"}"#)
            #expect(undated(handling.text) == job.replacing("\"new\"", with: "\"handling\""))
            #expect(try await client.send(.delete, "/jobs/1/", "", [:]).status == .unauthorized)
            #expect(try await client.send(.delete, "/jobs/1/", "").status == .noContent)
            #expect(try await client.get("/my_astrobase/jobs/1/").status == .notFound)
        }
    }

    @Test func aChangeToAnOldVersionIsRefused() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let created = try await client.send(.post, "/jobs/", #"{"command": "grid"}"#)
            var headers = Client.basic("admin", "admin")
            headers[.ifMatch] = try #require(created.headers[.eTag])
            #expect(try await client.send(.put, "/jobs/1/", #"{"result": "a"}"#, headers).status == .ok)
            #expect(try await client.send(.put, "/jobs/1/", #"{"result": "b"}"#, headers).status == .preconditionFailed)
        }
    }

    @Test func cutoutsAreAnsweredKeyByKey() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let folder = try await client.send(
                .post, "/cutout_directories/", #"{"directory": "84_10_1_Orion_500", "field_ra": 84, "status": "job_created"}"#)
            #expect(folder.status == .created)
            #expect(
                folder.text == """
                    {"directory":"84_10_1_Orion_500","field_name":null,"field_ra":84.0,"field_dec":null,"field_fov":null,\
                    "cutout_size":null,"visible":true,"status":"job_created","derived_url":"DATA_HOST/cutouts",\
                    "number_of_images":0,"thumbnail":null}
                    """)
            let sent = #"{"filename": "a_1.jpg", "directory": "84_10_1_Orion_500", "observation_taskID": "1", "status": "job_created"}"#
            #expect(try await client.send(.post, "/cutouts/", sent).status == .created)
            let changed = try await client.send(.put, "/cutouts/a_1.jpg/", #"{"visible": "true", "status": "job_done"}"#)
            #expect(
                undated(changed.text) == """
                    {"filename":"a_1.jpg","creationTime":TIME,"directory":"84_10_1_Orion_500","field_name":null,"field_ra":null,\
                    "field_dec":null,"field_fov":null,"cutout_size":null,"order":0,"visible":true,"delete":false,\
                    "observation_date":null,"observation_name":null,"observation_quality":null,"observation_taskID":"1",\
                    "cutout_quality":"unknown","status":"job_done",\
                    "derived_url":"DATA_HOST/cutouts/84_10_1_Orion_500/a_1.jpg"}
                    """)
            let escaping = #"{"filename": "../x", "directory": "d"}"#
            #expect(try await client.send(.post, "/cutouts/", escaping).status == .badRequest)
        }
    }
}
