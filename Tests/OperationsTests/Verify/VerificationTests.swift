import Foundation
import Observations
import Operations
import Testing

@Suite struct VerificationTests {
    @Test func findsNothingInASoundArchive() async throws {
        let home = try TestHome()
        let repository = MemoryRepository(
            try (1...450).map {
                try home.archive("261122\(1000 + $0)", name: "\($0).jpg", content: "light \($0)", done: $0 % 2 == 0)
            })
        try home.write("x", to: "data/.trash/2026-11-20/raw/old.jpg")
        var found: [VerifyFinding] = []
        let summary = try await Verification(home: home.paths, repository: repository).run { found.append($0) }
        #expect(found == [])
        #expect(summary.observations == 450)
        #expect(summary.files == 450 * 2 + 225 * 2)
    }

    @Test func findsEveryKindOfTrouble() async throws {
        let home = try TestHome()
        var records = try (1...7).map { try home.archive("26112200\($0)", name: "\($0).jpg", content: "light \($0)") }
        try FileManager.default.removeItem(at: home.paths.data.appending(path: "raw/1.jpg"))
        try home.write("fits of 261122009", to: "data/261122002/1.fits")
        try home.write("longer than it was", to: "data/261122003/1.fits")
        records[3].products.removeAll { $0.type == "wcs_fits" }
        records[4].originalFile = nil
        records[4].products.removeAll { $0.type == "raw" }
        records[5].products.append(DataProduct(filename: "../x", type: "raw", size: 1))
        records[6].status = .removing
        try FileManager.default.removeItem(at: home.paths.data.appending(path: "raw/7.jpg"))
        try home.write("nobody's", to: "data/raw/nobody.jpg")
        try home.write("nobody's", to: "data/990101001/990101001_raw.jpg")
        try home.write("half", to: "data/.incoming/1.part")
        let found = try await findings(home, MemoryRepository(records))
        func has(_ kind: VerifyFinding.Kind, _ file: String?, _ taskID: String?) -> Bool {
            found.contains { $0.kind == kind && $0.file == file && $0.taskID == taskID && $0.severity == .problem }
        }
        #expect(has(.missingFile, "raw/1.jpg", "261122001"))
        #expect(has(.changedFile, "261122002/1.fits", "261122002"))
        #expect(has(.sizeDiffers, "261122003/1.fits", "261122003"))
        #expect(has(.statusWithoutProducts, nil, "261122004"))
        #expect(has(.orphan, "261122004/1_wcs_file.fits", "261122004"))
        #expect(has(.noOriginal, nil, "261122005"))
        #expect(has(.orphan, "raw/5.jpg", nil))
        #expect(has(.orphan, "261122005/261122005_raw.jpg", "261122005"))
        #expect(has(.badName, "261122006/../x", "261122006"))
        #expect(has(.orphan, "raw/nobody.jpg", nil))
        #expect(has(.orphan, "990101001/990101001_raw.jpg", "990101001"))
        #expect(has(.leftover, ".incoming/1.part", nil))
        #expect(found.count == 12, "\(found)")
    }

    @Test func isNotFooledByWorkInHand() async throws {
        let home = try TestHome()
        let records = try (1...5).map { try home.archive("26112200\($0)", name: "\($0).jpg", content: "light \($0)") }
        let repository = MemoryRepository(records)
        let data = home.paths.data
        // One is deleted while the walk is under way, another one arrives.
        try FileManager.default.removeItem(at: data.appending(path: "raw/2.jpg"))
        await repository.whenAskedForAPage { repository in
            guard await repository.observation(taskID: "261122002") != nil else { return }
            Task {
                try await Task.sleep(for: .milliseconds(1))
                await repository.remove(id: 2)
            }
        }
        try home.write("just arriving", to: "data/raw/new.jpg")
        try FileManager.default.removeItem(at: data.appending(path: "261122002"))
        var found: [VerifyFinding] = []
        _ = try await Verification(home: home.paths, repository: repository, grace: 60).run { found.append($0) }
        #expect(found.filter { $0.file == "raw/new.jpg" } == [])
    }

    @Test func otherProgramsMayKeepTheirPicturesElsewhere() async throws {
        let home = try TestHome()
        var record = Observation(taskID: "261122001", name: "by REST")
        record.status = .done
        record.products = [DataProduct(filename: "1.jpg", type: "annotated", size: 12_345)]
        try home.write("smaller", to: "data/261122001/1.jpg")
        let found = try await findings(home, MemoryRepository([record]))
        #expect(Set(found.map(\.severity)) == [.note])
        #expect(Set(found.map(\.kind)) == [.noOriginal, .statusWithoutProducts, .sizeDiffers])
    }
}
