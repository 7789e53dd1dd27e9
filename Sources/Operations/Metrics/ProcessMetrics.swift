import Foundation

/// What this process uses, under the names that all of Prometheus' client libraries give it.
///
/// Read from `/proc`, which is memory and no disk; what cannot be read is left out.
public struct ProcessMetrics: MetricSource {
    public init() {}

    public func families() async -> [MetricFamily] {
        var families: [MetricFamily] = []
        if let usage = ProcessUsage.read() {
            families += [
                MetricFamily("process_cpu_seconds_total", .counter, "Processor time spent, in seconds.", usage.cpuSeconds),
                MetricFamily("process_resident_memory_bytes", .gauge, "Memory in use, in bytes.", usage.residentBytes),
                MetricFamily("process_virtual_memory_bytes", .gauge, "Address space in use, in bytes.", usage.virtualBytes),
            ]
            if let boot = ProcessUsage.bootTime {
                families.append(
                    MetricFamily(
                        "process_start_time_seconds", .gauge, "When the process began, in seconds since 1970.",
                        boot + usage.startedAfterBoot))
            }
        }
        if let count = ProcessUsage.openFiles {
            families.append(MetricFamily("process_open_fds", .gauge, "Open file descriptors.", Double(count)))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            let most = limit.rlim_cur == rlim_t.max ? Double.infinity : Double(limit.rlim_cur)
            families.append(MetricFamily("process_max_fds", .gauge, "File descriptors allowed.", most))
        }
        return families
    }
}

/// One reading of `/proc/self/stat` (proc(5)).
package struct ProcessUsage: Sendable, Hashable {
    package var cpuSeconds: Double
    /// Seconds from the start of the machine to that of the process.
    package var startedAfterBoot: Double
    package var virtualBytes: Double
    package var residentBytes: Double

    static func read() -> ProcessUsage? {
        guard let text = contents("/proc/self/stat") else { return nil }
        return ProcessUsage(stat: text, ticks: Double(sysconf(Int32(_SC_CLK_TCK))), page: Double(sysconf(Int32(_SC_PAGESIZE))))
    }

    /// - Parameters:
    ///   - stat: the process's name is in brackets, and may hold brackets and blanks itself.
    ///   - ticks: in a second.
    ///   - page: bytes.
    package init?(stat: String, ticks: Double, page: Double) {
        guard let end = stat.lastIndex(of: ")") else { return nil }
        // The first of these is the third that the manual counts.
        let fields = stat[stat.index(after: end)...].split(whereSeparator: \.isWhitespace)
        func field(_ number: Int) -> Double? { number - 3 < fields.count ? Double(fields[number - 3]) : nil }
        guard let user = field(14), let system = field(15), let start = field(22), let size = field(23), let pages = field(24) else {
            return nil
        }
        cpuSeconds = (user + system) / ticks
        startedAfterBoot = start / ticks
        virtualBytes = size
        residentBytes = pages * page
    }

    /// When the machine started, in seconds since 1970.
    static var bootTime: Double? {
        let line = contents("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line?.split(separator: " ").last.flatMap { Double($0) }
    }

    /// Without the one that looking takes.
    static var openFiles: Int? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { max(0, $0.count - 1) }
    }

    private static func contents(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
