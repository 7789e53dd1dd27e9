import CeleryQueue
import Foundation
import Logging
import Testing

/// A RabbitMQ of the tests' own: on a free port of this machine only, with a data folder, log, node name and port mapper of its own.
/// It ends with the process, however that ends.
final class Broker: @unchecked Sendable {  // only one test at a time starts and stops one
    static let server = "/usr/lib/rabbitmq/bin/rabbitmq-server"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: server)

    let port: Int
    let tlsPort: Int
    let folder: URL
    private let distributionPort: Int
    private let mapperPort: Int
    private var running: Process?
    /// Held open: the broker ends when it closes.
    private var lifeline: Pipe?

    /// One that tests share which do not stop it. It speaks TLS as well.
    static func shared() async throws -> Broker { try await theShared.value }
    private static let theShared = Task { try await Broker.started(tls: TLSFiles.made.get().broker) }

    /// Starts one and waits until it answers, for some seconds.
    static func started(tls: TLSFiles? = nil, configuration: [String] = []) async throws -> Broker {
        try await onThread { try Broker(tls: tls, configuration: configuration) }
    }

    private init(tls: TLSFiles? = nil, configuration: [String] = []) throws {
        let ports = try FreePorts.take(4)
        (port, tlsPort, distributionPort, mapperPort) = (ports[0], ports[1], ports[2], ports[3])
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("broker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var lines = ["listeners.tcp.1 = 127.0.0.1:\(port)", "vm_memory_high_watermark.absolute = 1GB", "log.file.level = info"] + configuration
        if let tls {
            lines += [
                "listeners.ssl.1 = 127.0.0.1:\(tlsPort)", "ssl_options.cacertfile = \(tls.authority)",
                "ssl_options.certfile = \(tls.certificate)", "ssl_options.keyfile = \(tls.key)",
            ]
        }
        try (lines.joined(separator: "\n") + "\n").write(to: folder.appendingPathComponent("rabbitmq.conf"), atomically: true, encoding: .utf8)
        try "[].\n".write(to: folder.appendingPathComponent("enabled_plugins"), atomically: true, encoding: .utf8)
        try launch()
    }

    deinit {
        lifeline = nil
        try? FileManager.default.removeItem(at: folder)
    }

    var url: String { "amqp://guest:guest@127.0.0.1:\(port)//" }

    func address() throws -> BrokerAddress { try BrokerAddress(url: url) }

    func connect(
        name: String = "test", heartbeat: Int = 30, patience: Duration = .seconds(30), maximumBody: Int = 32 << 20
    ) async throws -> AMQPConnection {
        try await AMQPConnection.connect(
            try address(), name: name, heartbeat: heartbeat, patience: patience, maximumBody: maximumBody, log: quietLog)
    }

    // MARK: Stopping and starting

    func start() async throws { try await onThread { try self.launch() } }

    /// As the power cut does.
    func kill() async throws { try await onThread { try self.end { _ = Glibc.kill($0, SIGKILL) } } }

    /// In order: it closes its connections and saves what is to be kept.
    ///
    /// Not by SIGTERM: whoever starts it from a thread that blocks the signal starts it deaf.
    func stop() async throws {
        try await onThread {
            try self.end { _ in _ = try self.run(["stop"]) }
        }
    }

    private func launch() throws {
        let script = """
            epmd -port \(mapperPort) -address 127.0.0.1 & mapper=$!
            echo $mapper >"$BROKER_FOLDER/mapper"
            \(Self.server) </dev/null & 
            cat >/dev/null
            [ -f "$RABBITMQ_PID_FILE" ] && kill -9 "$(cat "$RABBITMQ_PID_FILE")" 2>/dev/null
            kill -9 $mapper 2>/dev/null
            rm -rf "$BROKER_FOLDER"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.environment = environment
        let lifeline = Pipe()
        process.standardInput = lifeline
        let log = folder.appendingPathComponent("output")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        process.standardOutput = FileHandle(forWritingAtPath: log.path)
        process.standardError = process.standardOutput
        try process.run()
        (running, self.lifeline) = (process, lifeline)
        try waitUntil("the broker answers", seconds: 90) { FreePorts.answersAMQP(port) }
    }

    private func end(by how: (pid_t) throws -> Void) throws {
        guard let pid = serverPID else { return }
        try how(pid)
        try waitUntil("the broker is gone", seconds: 60) { !FreePorts.answersAMQP(port) && !isAlive(pid) }
        endScript()
    }

    /// Not if it is a zombie.
    private func isAlive(_ pid: pid_t) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        return status.map { !$0.contains(") Z ") } ?? false
    }

    private func endScript() {
        // Its last lines must not take the data away: the shell itself is ended first. Nobody waits for it, because what it started
        // counts as part of it.
        if let running { Glibc.kill(running.processIdentifier, SIGKILL) }
        if let mapper = pid(in: "mapper") { Glibc.kill(mapper, SIGKILL) }
        lifeline = nil
        running = nil
    }

    private var serverPID: pid_t? { pid(in: "pid") }

    private func pid(in file: String) -> pid_t? {
        (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8))
            .flatMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// Runs `rabbitmqctl`; its output.
    @discardableResult
    func control(_ arguments: String...) async throws -> String {
        try await onThread { try self.run(arguments) }
    }

    private func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/lib/rabbitmq/bin/rabbitmqctl")
        process.arguments = ["-q"] + arguments
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BrokerTrouble(what: "rabbitmqctl \(arguments): \(text)") }
        return text
    }

    private var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("RABBITMQ_") }
        let path = folder.path
        environment.merge([
            "HOME": path, "BROKER_FOLDER": path, "RABBITMQ_NODENAME": "test\(port)@localhost", "RABBITMQ_MNESIA_BASE": path + "/data",
            "RABBITMQ_LOG_BASE": path + "/log", "RABBITMQ_CONFIG_FILE": path + "/rabbitmq.conf",
            "RABBITMQ_CONF_ENV_FILE": path + "/none", "RABBITMQ_ENABLED_PLUGINS_FILE": path + "/enabled_plugins",
            "RABBITMQ_PID_FILE": path + "/pid", "RABBITMQ_DIST_PORT": "\(distributionPort)", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
            "RABBITMQ_NODE_PORT": "\(port)", "ERL_EPMD_PORT": "\(mapperPort)", "ERL_EPMD_ADDRESS": "127.0.0.1",
        ]) { $1 }
        return environment
    }

    private func waitUntil(_ what: String, seconds: Double, _ isSo: () -> Bool) throws {
        let end = Date().addingTimeInterval(seconds)
        while !isSo() {
            guard Date() < end else { throw BrokerTrouble(what: "after \(seconds) s: not yet so: \(what)\n" + outputSoFar) }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    private var outputSoFar: String { (try? String(contentsOf: folder.appendingPathComponent("output"), encoding: .utf8)) ?? "" }
}

struct BrokerTrouble: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}

/// Says nothing, unless ASTROBASE_TEST_LOG is set.
let quietLog = Logger(label: "test") { _ in
    ProcessInfo.processInfo.environment["ASTROBASE_TEST_LOG"] == nil
        ? SwiftLogNoOpLogHandler() as any LogHandler : StreamLogHandler.standardError(label: "test")
}

extension Trait where Self == ConditionTrait {
    static var needsBroker: Self { .enabled(if: Broker.isInstalled, "rabbitmq-server is not installed") }
}
