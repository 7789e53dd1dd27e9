import Foundation
import Observations
import Pipeline
import Testing

@Suite struct CutoutJobTests {
    private static let parameters = "261122002,4660627.fits,4660627_annotated.jpg,83.8_-5.4_1_M42_120/83.8_-5.4_1_M42_120_261122002.jpg"
    private static let filename = "83.8_-5.4_1_M42_120_261122002.jpg"

    @Test func makesFileAndRecord() async throws {
        let home = try await JobHome()
        for _ in 0..<2 {
            _ = try await home.run("image_cutout", Self.parameters, extra: "83.8, -5.4, 1, M42# the nebula, 120")
            #expect(home.folder.paths().contains("data/cutouts/83.8_-5.4_1_M42_120/\(Self.filename)"))
            let record = try #require(try await home.cutouts.cutout(Self.filename))
            #expect(record.visible && record.status == .done && record.coverage == 1 && record.reason == nil)
            #expect(record.fieldName == "M42, the nebula" && record.cutoutSize == 120 && record.observationName == "orion belt")
        }
        #expect(try await home.cutouts.cutouts(matching: CutoutQuery()).total == 1)
    }

    @Test func aPositionOutsideFailsAndSaysSo() async throws {
        let home = try await JobHome()
        await #expect(throws: (any Error).self) {
            try await home.run("image_cutout", Self.parameters, extra: "10, 40, 1, M31, 120")
        }
        let record = try #require(try await home.cutouts.cutout(Self.filename))
        #expect(record.status == .failed && !record.visible && record.reason?.contains("outside") == true)
        #expect(!home.folder.paths().contains { $0.hasPrefix("data/cutouts/") })
    }

    @Test(arguments: [
        nil, "", "83.8,-5.4,1,120", "nan,-5.4,1,t,120", "83.8,inf,1,t,120", "83.8,-95,1,t,120", "83.8,-5.4,0,t,120",
        "83.8,-5.4,1,t,0", "83.8,-5.4,1,t,1e9", "83.8,-5.4,1,t,-5", "400,-5.4,1,t,120", "x,y,z,t,u",
    ])
    func wrongNumbersAreRefused(_ extra: String?) async throws {
        let home = try await JobHome()
        await #expect(throws: JobError.self) { try await home.run("image_cutout", Self.parameters, extra: extra) }
        #expect(try await home.cutouts.cutouts(matching: CutoutQuery()).total == 0)
    }

    @Test func anothersCutoutIsLeftAlone() async throws {
        let home = try await JobHome()
        let other = Cutout(filename: Self.filename, directory: "elsewhere", observationTaskID: "1")
        _ = try await home.cutouts.add(other)
        await #expect(throws: JobError.self) {
            try await home.run("image_cutout", Self.parameters, extra: "83.8, -5.4, 1, M42, 120")
        }
        #expect(try await home.cutouts.cutout(Self.filename)?.status == .created)
    }
}
