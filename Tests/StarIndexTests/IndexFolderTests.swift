import Foundation
import StarIndex
import Testing

struct IndexFolderTests {
    @Test(.enabled(if: Fixture.folder != nil, "needs Debian's astrometry-data-tycho2"))
    func debianFolder() throws {
        let (indexes, problems) = IndexFolder.scan(Fixture.folder ?? "")
        #expect(problems.isEmpty, "\(problems)")
        #expect(indexes.count >= 10)
        #expect(indexes == indexes.sorted { $0.scaleLow < $1.scaleLow })
        // The bands of Debian's files meet without a gap.
        for (small, large) in zip(indexes, indexes.dropFirst()) {
            #expect(abs(small.scaleHigh - large.scaleLow) < 0.01)
        }
    }

    @Test func problemsOfAFolderAreNamed() throws {
        #expect(IndexFolder.scan("/nowhere").problems.first?.message.contains("cannot be listed") == true)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("indexes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(IndexFolder.scan(folder.path).problems.first?.message.contains("no readable") == true)
        try Data("not an index".utf8).write(to: folder.appendingPathComponent("index-9.fits"))
        try Data("a note".utf8).write(to: folder.appendingPathComponent("README.txt"))
        let (indexes, problems) = IndexFolder.scan(folder.path)
        #expect(indexes.isEmpty)
        #expect(problems.map { URL(fileURLWithPath: $0.path).lastPathComponent }.first == "index-9.fits")
        #expect(problems.count == 2)
    }
}
