import Foundation

/// What the tests find on the machine.
enum TestPlaces {
    /// `astrobase`, built beside the tests: it is the guard.
    static let astrobase: String? = {
        let folder = Bundle.main.executableURL?.deletingLastPathComponent()
        let path = folder?.appending(path: "astrobase").path
        return path.flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }
    }()

    static let hasGuard = astrobase != nil

    /// Real photos with known solutions; see the README there.
    static let photos = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/images").standardizedFileURL

    static let canSolve =
        hasGuard && FileManager.default.fileExists(atPath: photos.appending(path: "truth.tsv").path)
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/solve-field")
        && FileManager.default.fileExists(atPath: indexFolder + "/index-tycho2-07.littleendian.fits")

    static let indexFolder = "/usr/share/astrometry"

    static func newFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "plate-solving-tests-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Processes that were given this word as an argument.
    static func processes(with word: String) -> Int {
        let ids = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter { Int($0) != nil }
        return ids.count { id in
            let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(id)/cmdline"))) ?? Data()
            return line.split(separator: 0).contains { String(decoding: $0, as: UTF8.self) == word }
        }
    }

    /// Waits until it holds, as long as a busy machine may need.
    static func wait(seconds: Double = 90, until condition: () async throws -> Bool) async rethrows -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if try await condition() { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return try await condition()
    }
}
