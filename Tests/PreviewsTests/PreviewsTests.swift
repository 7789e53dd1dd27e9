import Foundation
import Previews
import Synchronization
import Testing

@Suite struct PreviewsTests {
    /// Counts how often, and how many at a time, pictures are drawn.
    final class Counter: Sendable {
        private let state = Mutex((calls: 0, running: 0, most: 0))
        var calls: Int { state.withLock { $0.calls } }
        var most: Int { state.withLock { $0.most } }

        func drawing(seconds: Double = 0, fails: Bool = false) -> PreviewDrawing {
            PreviewDrawing { [self] source, longSide, target in
                state.withLock {
                    $0.calls += 1
                    $0.running += 1
                    $0.most = max($0.most, $0.running)
                }
                defer { state.withLock { $0.running -= 1 } }
                // Stands for decoding, which blocks a thread of the pool as this does.
                Thread.sleep(forTimeInterval: seconds)
                if fails { throw PreviewError("damaged") }
                try Data("\(longSide)".utf8).write(to: URL(filePath: target))
            }
        }
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "previews-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func picture(in folder: URL, _ name: String = "a.jpg") throws -> URL {
        let file = folder.appending(path: name)
        try Data("picture".utf8).write(to: file)
        return file
    }

    @Test func aPictureIsDrawnOnceHoweverManyAsk() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let counter = Counter()
        let previews = Previews(cacheFolder: folder.appending(path: "cache"), width: 2, draw: counter.drawing(seconds: 0.05))
        let file = try picture(in: folder)
        let urls = try await withThrowingTaskGroup(of: URL.self) { group in
            for _ in 0..<20 { group.addTask { try await previews.jpeg(taskID: "1", of: file, longSide: 320) } }
            return try await group.reduce(into: Set<URL>()) { $0.insert($1) }
        }
        #expect(urls.count == 1 && counter.calls == 1)
        _ = try await previews.jpeg(taskID: "1", of: file, longSide: 320)
        #expect(counter.calls == 1)
        let large = try await previews.jpeg(taskID: "1", of: file, longSide: 1600)
        #expect(try String(contentsOf: large, encoding: .utf8) == "1600")
    }

    @Test func atMostTwoAreDrawnAtATime() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let counter = Counter()
        let previews = Previews(cacheFolder: folder.appending(path: "cache"), width: 2, draw: counter.drawing(seconds: 0.02))
        let file = try picture(in: folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<10 {
                group.addTask { _ = try await previews.jpeg(taskID: "\(number)", of: file, longSide: 320) }
            }
            try await group.waitForAll()
        }
        #expect(counter.calls == 10 && counter.most <= 2)
    }

    @Test func aChangedPictureIsDrawnAgainAndARemovedOneForgotten() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let counter = Counter()
        let previews = Previews(cacheFolder: folder.appending(path: "cache"), width: 2, draw: counter.drawing())
        let file = try picture(in: folder)
        let url = try await previews.jpeg(taskID: "1", of: file, longSide: 320)
        let past = Date(timeIntervalSinceNow: -100)
        try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: file.path)
        _ = try await previews.jpeg(taskID: "1", of: file, longSide: 320)
        #expect(counter.calls == 2)
        await previews.remove(taskID: "1")
        #expect(!FileManager.default.fileExists(atPath: url.path))
        #expect(!FileManager.default.fileExists(atPath: url.deletingLastPathComponent().path))
    }

    @Test func aBadPictureIsTriedOnceAndLeavesNothing() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let counter = Counter()
        let cache = folder.appending(path: "cache")
        let previews = Previews(cacheFolder: cache, width: 2, draw: counter.drawing(fails: true))
        let file = try picture(in: folder)
        for _ in 0..<3 {
            await #expect(throws: PreviewError("damaged")) {
                try await previews.jpeg(taskID: "1", of: file, longSide: 320)
            }
        }
        #expect(counter.calls == 1)
        let left = try FileManager.default.contentsOfDirectory(atPath: cache.appending(path: "1").path)
        #expect(left.isEmpty)
        await #expect(throws: PreviewError.self) {
            try await previews.jpeg(taskID: "1", of: folder.appending(path: "missing.jpg"), longSide: 320)
        }
    }

    @Test(arguments: ["", "..", "../x", ".x", "a/b"])
    func taskIDsCannotLeaveTheFolder(_ taskID: String) async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let previews = Previews(cacheFolder: folder.appending(path: "cache"), width: 2, draw: Counter().drawing())
        let file = try picture(in: folder)
        await #expect(throws: PreviewError.self) { try await previews.jpeg(taskID: taskID, of: file, longSide: 320) }
        await previews.remove(taskID: taskID)
        #expect(FileManager.default.fileExists(atPath: file.path))
    }
}
