import Foundation
import Operations
import Testing

@Suite struct ProcessMetricsTests {
    @Test("The fields behind a name that holds brackets and blanks are found; proc(5) says which is which")
    func fields() throws {
        let stat = "4242 (a) R (b c)) S 1 2 3 0 -1 4194560 100 0 0 0 250 150 7 8 20 0 5 0 98765 1048576 25 18446744073709551615 1 1\n"
        let usage = try #require(ProcessUsage(stat: stat, ticks: 100, page: 4096))
        #expect(usage.cpuSeconds == 4 && usage.startedAfterBoot == 987.65)
        #expect(usage.virtualBytes == 1_048_576 && usage.residentBytes == 102_400)
        for broken in ["", "4242", "4242 (a)", "4242 (a) S 1 2 3", stat.replacingOccurrences(of: "98765", with: "x")] {
            #expect(ProcessUsage(stat: broken, ticks: 100, page: 4096) == nil)
        }
    }

    @Test func thisProcessIsMeasured() async throws {
        let before = try await values()
        // What is held is seen: 64 MB that were written to, and twenty files.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 64 << 20, alignment: 4096)
        defer { memory.deallocate() }
        memset(memory, 7, 64 << 20)
        let files = (0..<20).compactMap { _ in FileHandle(forReadingAtPath: "/dev/null") }
        let after = try await values()
        withExtendedLifetime(files) {}
        func grown(_ name: String) throws -> Double { try #require(after[name]) - #require(before[name]) }
        #expect(try grown("process_resident_memory_bytes") > Double(48 << 20))
        #expect(try grown("process_virtual_memory_bytes") >= 0)
        #expect(try grown("process_open_fds") > 5)
        #expect(try grown("process_cpu_seconds_total") >= 0)
        let start = try #require(after["process_start_time_seconds"])
        #expect(start < Date().timeIntervalSince1970 + 2 && start > Date().timeIntervalSince1970 - 86_400)
        #expect(try #require(after["process_open_fds"]) < #require(after["process_max_fds"]))
    }

    private func values() async throws -> [String: Double] {
        Dictionary(uniqueKeysWithValues: try await ProcessMetrics().families().map { ($0.name, try #require($0.samples.first).value) })
    }
}
