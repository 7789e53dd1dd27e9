import Foundation
import HTTPTypes
import HummingbirdTesting
import Observations
import Server
import Testing

@Suite struct PaginationTests {
    @Test func pagesOfAHundredLeadToEachOther() async throws {
        let site = try await TestSite { $0.dataHost = nil }
        for number in 1...250 {
            _ = try await site.repository.add(Observation(taskID: "t\(number)", name: "n"), requesting: [])
        }
        try await withClient(site) { client async throws in
            func page(_ query: String) async throws -> (count: Int, next: String?, previous: String?, ids: [Int]) {
                let text = try await client.get("/my_astrobase/observations2/\(query)", [:]).text
                let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
                let rows = json["results"] as? [[String: Any]] ?? []
                return (
                    json["count"] as? Int ?? 0, json["next"] as? String, json["previous"] as? String,
                    rows.compactMap { $0["id"] as? Int }
                )
            }
            let first = try await page("?fieldsearch=n")
            #expect(first.count == 250 && first.ids == Array(1...100) && first.previous == nil)
            #expect(first.next?.hasSuffix("/my_astrobase/observations2/?fieldsearch=n&page=2") == true)
            let second = try await page("?fieldsearch=n&page=2")
            #expect(second.ids == Array(101...200))
            #expect(second.previous?.hasSuffix("/my_astrobase/observations2/?fieldsearch=n") == true)
            let last = try await page("?page=last")
            #expect(last.ids == Array(201...250) && last.next == nil)
        }
    }

    /// A page of a hundred rows is made in a small part of the 20 ms that an answer may take.
    @Test func aPageIsWrittenFast() async throws {
        let site = try await TestSite()
        for number in 1...100 {
            var observation = Observation(taskID: "26112\(number)", name: "orion \"belt\"")
            observation.date = Date(timeIntervalSince1970: 1_795_292_100.25)
            (observation.fieldRA, observation.fieldDec) = (83.512345678, -5.1)
            observation.products = [DataProduct(filename: "1.fits", type: "fits", size: 5)]
            _ = try await site.repository.add(observation, requesting: [])
        }
        try await withClient(site) { client async throws in
            var times: [Duration] = []
            for _ in 0..<21 {
                let begin = ContinuousClock.now
                _ = try await client.get("/my_astrobase/observations2/")
                times.append(ContinuousClock.now - begin)
            }
            let median = times.sorted()[10]
            #expect(median < .milliseconds(50), "\(median)")
        }
    }
}
