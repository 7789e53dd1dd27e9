import Foundation
import FoundationNetworking
import Hummingbird
import HummingbirdTesting
import Logging
import Operations
import SQLiteStore
import Server
import Testing

@Suite struct StatusTests {
    private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func theServerIsWellAsLongAsItsDatabaseAnswers() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let well = try await client.get("/healthz")
            #expect(well.status == .ok && well.text == "ok\n" && well.headers[.cacheControl] == "no-store")
            try site.store.close()
            let ill = try await client.get("/healthz")
            #expect(ill.status == .serviceUnavailable && ill.text == "database: it cannot be read\n")
            // It can still be watched.
            #expect(try await client.get("/metrics").status == .ok)
        }
    }

    @Test func metricsAreToldToAnybodyWithoutACookie() async throws {
        let site = try await TestSite()
        try await withClient(site) { client async throws in
            let page = try await client.get("/metrics")
            #expect(page.status == .ok && page.headers[.contentType] == MetricsPage.contentType)
            #expect(page.text.contains("# TYPE process_cpu_seconds_total counter\n"))
            #expect(page.headers[.cacheControl] == "no-store" && page.cookies.isEmpty)
        }
    }

    @Test func aStatusServerAnswersNothingElse() async throws {
        let server = StatusServer(
            host: "127.0.0.1", port: 0, health: Health([HealthCheck("broker") { "not connected" }, HealthCheck("backend") { nil }]),
            metrics: MetricsPage(role: "beat", version: "1.0", []), log: log)
        try await server.application().test(.router) { client in
            try await client.execute(uri: "/healthz", method: .get) { answer in
                #expect(answer.status == .serviceUnavailable && String(buffer: answer.body) == "broker: not connected\n")
            }
            try await client.execute(uri: "/healthz", method: .head) { #expect($0.status == .serviceUnavailable) }
            try await client.execute(uri: "/metrics", method: .get) { answer in
                #expect(answer.status == .ok && answer.headers[.contentType] == MetricsPage.contentType)
                #expect(String(buffer: answer.body).hasPrefix("# HELP astrobase_build_info "))
            }
            for path in ["/", "/metrics/x", "/my_astrobase/observations2/"] {
                try await client.execute(uri: path, method: .get) { #expect($0.status == .notFound, "\(path)") }
            }
            try await client.execute(uri: "/metrics", method: .post) { #expect($0.status.code >= 400) }
        }
    }

    @Test func aStatusServerSaysWhereItListensAndStops() async throws {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let server = StatusServer(host: "127.0.0.1", port: 0, health: Health(), metrics: MetricsPage([]), log: log) { _, port in
            told.yield(port)
        }
        let task = Task { try await server.run() }
        defer { task.cancel() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let address = try #require(URL(string: "http://127.0.0.1:\(port)/healthz"))
        #expect(String(decoding: try await URLSession.shared.data(from: address).0, as: UTF8.self) == "ok\n")
        let second = StatusServer(host: "127.0.0.1", port: port, health: Health(), metrics: MetricsPage([]), log: log)
        let error = await #expect(throws: ListeningError.self) { try await second.run() }
        #expect(error?.description.contains("in use") == true)
        task.cancel()
        _ = await task.result
    }
}
