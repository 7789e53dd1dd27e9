import Foundation
import HTTPTypes
import HummingbirdTesting
import Observations
import Testing

/// The answers of the existing backend, recorded from it: a client of it must not see a difference.
@Suite struct RecordedAnswersTests {
    static let orion = """
        {"name": "orion belt", "description": "orion", "taskID": "261122002", "date": "2026-11-21 20:15:00", \
        "task_type": "observation", "field_name": "orion belt, M42", "field_ra": "83.5", "field_dec": "-5.1", \
        "field_fov": "4.2", "data_location": "", "observing_mode": "unknown", "process_type": "observation", \
        "new_status": "pending"}
        """

    static let created = """
        {"id":1,"task_type":"observation","name":"orion belt","instrument":"Canon 2000D - Samyang 135","filter":"CLS",\
        "taskID":"261122002","field_name":"orion belt, M42","field_ra":83.5,"field_dec":-5.1,"field_fov":4.2,"box":null,\
        "ra_min":null,"ra_max":null,"dec_min":null,"dec_max":null,"ra_dec_fov":null,"date":"2026-11-21T20:15:00Z",\
        "size":null,"derived_raw_image":"DATA_HOST/261122002/261122002_raw.jpg","derived_sky_plot_image":null,\
        "derived_annotated_image":null,"derived_annotated_grid_image":null,"derived_annotated_grid_eq_image":null,\
        "derived_annotated_stars_image":null,"derived_sky_globe_image":null,"derived_fits":null,\
        "derived_annotated_transient_image":null,"derived_annotated_exoplanets_image":null,"my_status":"pending",\
        "new_status":"pending","astrometry_url":"http://nova.astrometry.net","job":"","url":"","quality":"good",\
        "description":"orion","parent":null,"exposure_in_seconds":0,"iso":"none","focal_length":135,\
        "stacked_images":1,"magnitude":null,"image_type":"other","used_in_hips":true,"children":[],"extra":null,\
        "transient":null}
        """

    @Test func createdObservationIsAnsweredKeyByKey() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let answer = try await client.send(.post, "/observations2/", Self.orion)
            #expect(answer.status == .created)
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.text == Self.created)
        }
    }

    @Test func listHasThePagesFrame() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            _ = try await client.send(.post, "/observations2/", Self.orion)
            let list = try await client.get("/my_astrobase/observations2/")
            #expect(list.text == #"{"count":1,"next":null,"previous":null,"results":[\#(Self.created)]}"#)
            let none = try await client.get("/my_astrobase/observations2/?fieldsearch=M31")
            #expect(none.text == #"{"count":0,"next":null,"previous":null,"results":[]}"#)
        }
    }

    @Test func childTakesOverFromItsMaster() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            _ = try await client.send(.post, "/observations2/", Self.orion)
            _ = try await client.send(
                .post, "/observations2/", #"{"task_type": "master", "taskID": "261122003", "name": "project"}"#)
            let child = try await client.send(.patch, "/observations2/1/", #"{"quality": "great", "parent": 2}"#)
            #expect(child.text.contains(#""quality":"great","description":"orion","parent":2,"#))
            #expect(child.text.contains(#""parent":2,"derived_parent_taskid":"261122003","exposure_in_seconds":0"#))
            #expect(child.text.contains(#""field_name":null,"field_ra":83.5"#))
            #expect(child.text.contains(#""date":null"#))
            let master = try await client.get("/my_astrobase/observations2/2/")
            #expect(master.text.contains(#""children":["261122002 - orion belt - None"]"#))
            let list = try await client.get("/my_astrobase/observations2/?taskID=261122003&colour=blue")
            #expect(list.text.contains(#""children":["261122002 - orion belt - None"]"#))
        }
    }

    @Test func boxFillsBoundsAndIsFound() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            _ = try await client.send(.post, "/observations2/", Self.orion)
            let box = "88.1,-1.0,79.2,-1.4,79.0,-9.1,88.4,-8.8"
            let changed = try await client.send(.put, "/observations2/1/", #"{"box": "\#(box)"}"#)
            #expect(changed.text.contains(#""box":"\#(box)","ra_min":79.0,"ra_max":88.4,"dec_min":-9.1,"dec_max":-1.0"#))
            let found = try await client.get("/my_astrobase/observations2/?coordsearch=83.6,-5.4")
            #expect(found.text.hasPrefix(#"{"count":1,"#))
            let boxes = try await client.get("/my_astrobase/boxes/")
            #expect(
                boxes.text == """
                    {"count":1,"next":null,"previous":null,"results":[{"taskID":"261122002","name":"orion belt",\
                    "field_ra":83.5,"field_dec":-5.1,"field_fov":4.2,"field_name":"orion belt, M42","box":"\(box)",\
                    "image_type":"other","quality":"good","derived_fits":"DATA_HOST/261122002/None"}]}
                    """)
        }
    }

    @Test func boxAcrossRightAscensionZeroRunsEast() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            _ = try await client.send(.post, "/observations2/", Self.orion)
            let box = #"{"box": "2.0,5.0,358.0,5.0,358.0,-5.0,2.0,-5.0"}"#
            let changed = try await client.send(.put, "/observations2/1/", box)
            #expect(changed.text.contains(#""ra_min":358.0,"ra_max":2.0"#))
            let found = try await client.get("/my_astrobase/observations2/?coordsearch=0.1,0")
            #expect(found.text.hasPrefix(#"{"count":1,"#))
        }
    }

    @Test func dataProductsFillDerivedAddresses() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            _ = try await client.send(.post, "/observations2/", Self.orion)
            let products = """
                [{"filename": "4660627_annotated.jpg", "dataproduct_type": "annotated", "new_status": "ready", "size": "12345"},
                 {"filename": "4660627.fits", "dataproduct_type": "fits", "new_status": "ready", "size": "100000"},
                 {"filename": "4660627_sky_globe.jpg", "dataproduct_type": "sky_globe", "new_status": "ready", "size": "1000"},
                 {"filename": "261122002_raw.jpg", "dataproduct_type": "raw", "new_status": "raw", "size": "55"}]
                """
            let answer = try await client.send(.post, "/post_dataproducts?taskID=261122002", products)
            #expect(answer.status == .ok)
            #expect(answer.text == #"{"taskID":null}"#)
            let observation = try await client.get("/my_astrobase/observations2/1/").text
            #expect(observation.contains(#""size":113400,"#))
            #expect(observation.contains(#""derived_annotated_image":"DATA_HOST/261122002/4660627_annotated.jpg""#))
            #expect(observation.contains(#""derived_fits":"DATA_HOST/261122002/4660627.fits""#))
            #expect(observation.contains(#""derived_sky_plot_image":null"#))
        }
    }

    @Test func nextTaskIDsAreNeverTheSame() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let path = "/my_astrobase/get_next_taskid?timestamp=20261122&taskid_postfix="
            #expect(try await client.get(path).text == #"{"taskID":"261122001"}"#)
            #expect(try await client.get(path).text == #"{"taskID":"261122002"}"#)
            #expect(try await client.get(path + "_IMG").text == #"{"taskID":"261122001_IMG"}"#)
        }
    }

    @Test func withoutTheSlashAReaderIsSentOn() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let answer = try await client.get("/my_astrobase/observations2?taskID=261122002")
            #expect(answer.status == .movedPermanently)
            #expect(answer.headers[.location] == "/my_astrobase/observations2/?taskID=261122002")
        }
    }
}
