import Foundation
import FoundationNetworking
import Server
import Synchronization
import Testing

@Suite struct ServingTests {
    @Test func theBoundAddressIsToldAndStoppingIsQuick() async throws {
        let site = try await TestSite()
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let server = site.server.listening { _, port in told.yield(port) }
        let task = Task { try await server.run() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let address = try #require(URL(string: "http://127.0.0.1:\(port)/healthz"))
        let (data, _) = try await URLSession.shared.data(from: address)
        #expect(String(decoding: data, as: UTF8.self) == "ok\n")
        let begin = ContinuousClock.now
        task.cancel()
        _ = await task.result
        #expect(ContinuousClock.now - begin < .seconds(5))
    }

    @Test func aPortInUseIsSaid() async throws {
        let first = try await TestSite()
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let server = first.server.listening { _, port in told.yield(port) }
        let task = Task { try await server.run() }
        defer { task.cancel() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let second = try await TestSite { $0.port = port }
        let error = await #expect(throws: ListeningError.self) { try await second.server.run() }
        #expect(error?.description.contains("127.0.0.1:\(port)") == true)
        #expect(error?.description.contains("in use") == true)
    }
}
