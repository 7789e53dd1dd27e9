import Foundation
import Logging
import SQLiteQueue
import SQLiteStore
import ServiceLifecycle
import TaskQueue
import UnixSignals

/// A process for the fault runs of the embedded queues: the tests start several on one file, kill them and fill their disk.
///
///     QueueWorker fill FILE COUNT            asks for COUNT tasks, in pieces of 100; prints how many were taken
///     QueueWorker work FILE NAME WIDTH OUT   works; the handler adds the number of its task to the file OUT, as its effect,
///                                            unless a line of any worker holds it already
///     QueueWorker bench FILE COUNT WIDTH     asks for COUNT tasks and does them; prints tasks per second
///     QueueWorker depth FILE COUNT           enqueues and leases with COUNT tasks waiting; prints milliseconds for each
///     QueueWorker beside FILE COUNT          COUNT cutouts beside a slow registration; prints their delays, milliseconds
@main
enum QueueWorker {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count >= 3, let count = Int(words[0] == "work" ? words[3] : words[2]) else {
            print("QueueWorker fill|work|bench FILE …")
            exit(2)
        }
        let queue = SQLiteTaskQueue(store: try Store.open(path: words[1]))
        switch words[0] {
        case "fill": try await fill(queue, count)
        case "work": try await work(queue, name: words[2], width: count, out: words[4])
        case "depth": try await Bench(queue).depth(count, beside: SQLiteTaskQueue(store: try Store.open(path: words[1] + ".empty")))
        case "beside": try await Bench(queue).beside(count)
        default: try await bench(queue, count, width: words.count > 3 ? Int(words[3]) ?? 4 : 4)
        }
    }

    static func fill(_ queue: SQLiteTaskQueue, _ count: Int) async throws {
        var number = 0
        while number < count {
            let piece = (number..<min(number + 100, count)).map {
                TaskRequest(id: "task-\($0)", queue: "q", name: "effect", arguments: ["n": "\($0)"])
            }
            do {
                try await queue.enqueue(piece)
                number += piece.count
            } catch let error as StoreError where error.isDiskFull {
                // Ids make it safe to ask once more.
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        print(number)
    }

    static func work(_ queue: SQLiteTaskQueue, name: String, width: Int, out: String) async throws {
        var log = Logger(label: "worker") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = .error
        var settings = Worker.Settings()
        settings.leaseSeconds = 3
        settings.pollSeconds = 0.2
        settings.retry = RetryPolicy(attempts: 1000, firstDelay: 0.1, longestDelay: 1)
        let effects = try Effects(out)
        let worker = Worker(
            name: name, queue: queue, control: WorkerControl(concurrency: ["q": width]),
            handlers: [
                "effect": { task in
                    try await Task.sleep(for: .milliseconds(2))
                    try effects.make(task.request.arguments["n"] ?? "")
                    try await Task.sleep(for: .milliseconds(2))
                    return task.request.arguments["n"]
                }
            ], settings: settings, log: log)
        let group = ServiceGroup(services: [worker], gracefulShutdownSignals: [.sigterm], logger: log)
        try await group.run()
    }

    static func bench(_ queue: SQLiteTaskQueue, _ count: Int, width: Int) async throws {
        let clock = ContinuousClock()
        let asking = try await clock.measure {
            for start in stride(from: 0, to: count, by: 500) {
                try await queue.enqueue((start..<min(start + 500, count)).map { _ in TaskRequest(queue: "q", name: "no-op") })
            }
        }
        let log = Logger(label: "bench")
        let done = AsyncStream.makeStream(of: Void.self)
        let worker = Worker(
            name: "bench", queue: queue, control: WorkerControl(concurrency: ["q": width]),
            handlers: [
                "no-op": { _ in
                    done.continuation.yield()
                    return nil
                }
            ], log: log)
        let group = ServiceGroup(services: [worker], logger: log)
        let running = try await clock.measure {
            let work = Task { try await group.run() }
            var left = count
            for await _ in done.stream {
                left -= 1
                if left == 0 { break }
            }
            await group.triggerGracefulShutdown()
            try await work.value
        }
        let (ask, run) = (asking / .seconds(1), running / .seconds(1))
        print(
            String(
                format: "%d tasks, %d at once: asked for %.0f/s, done %.0f/s, both %.0f/s", count, width, Double(count) / ask,
                Double(count) / run, Double(count) / (ask + run)))
    }
}

/// A file with a line for each effect, shared by all workers: made once per key, as a careful handler makes its own.
private struct Effects: Sendable {
    private let path: String

    init(_ path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path + ".d", withIntermediateDirectories: true)
        // Several workers may make it at the same time.
        let file = open(path, O_CREAT | O_WRONLY, 0o644)
        guard file >= 0 else { throw TaskQueueError("cannot make \(path)") }
        close(file)
    }

    /// One folder entry per key: made by one worker alone, however many try. A line per try tells how often it was tried.
    func make(_ key: String) throws {
        let descriptor = open("\(path).d/\(key)", O_CREAT | O_EXCL | O_WRONLY, 0o644)
        guard descriptor >= 0 || errno == EEXIST else { throw TaskQueueError("cannot make the effect \(key): \(errno)") }
        if descriptor >= 0 { close(descriptor) }
        let line = Array("\(key)\n".utf8)
        let file = open(path, O_WRONLY | O_APPEND)
        guard file >= 0 else { throw TaskQueueError("cannot open \(path): \(errno)") }
        defer { close(file) }
        _ = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }
}
