import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import RESTRepository
import Testing

/// A Django REST Framework stand-in of the existing backend, as a process of its own. It is run by the Python that
/// `ASTROBASE_TEST_PYTHON` names, which must have what Tests/requirements.txt lists; without it these tests are skipped.
enum StandIn {
    static let python = ProcessInfo.processInfo.environment["ASTROBASE_TEST_PYTHON"]
    private static let program = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Support/django-stand-in.py")

    struct Running {
        let url: String

        /// Orders what goes wrong with the next requests; see the program's own words.
        func order(_ faults: [String]) async throws {
            var request = URLRequest(url: try #require(URL(string: url + "/control")))
            request.httpMethod = "POST"
            request.httpBody = try JSONEncoder().encode(["faults": faults])
            _ = try await URLSession.shared.data(for: request)
        }
    }

    static func run(_ body: (Running) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stand-in-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = [program.path, folder.appending(path: "backend.sqlite").path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        defer {
            // SIGTERM may be blocked in a child of a thread that blocks it.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let words = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let port = try #require(words.count == 2 ? Int(words[1]) : nil, "the stand-in did not start: \(words)")
        try await body(Running(url: "http://127.0.0.1:\(port)"))
    }

    static func withBackend(_ body: (RESTBackend) async throws -> Void) async throws {
        try await run { standIn in try await OurServer.withBackend(standIn.url, body) }
    }
}
