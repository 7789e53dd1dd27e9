import Foundation
import Logging
import SQLiteQueue
import ServiceLifecycle
import Synchronization
import TaskQueue

/// Measurements of the embedded queues for `Benchmarks/embedded-queue.py`: one JSON object on standard output.
struct Bench {
    let queue: SQLiteTaskQueue

    init(_ queue: SQLiteTaskQueue) { self.queue = queue }

    /// Milliseconds of an `enqueue` of one task and of a `lease`, with `count` waiting and, in turns with that, with none.
    func depth(_ count: Int, beside empty: SQLiteTaskQueue) async throws {
        for start in stride(from: 0, to: count, by: 2000) {
            try await queue.enqueue((start..<min(start + 2000, count)).map { _ in TaskRequest(queue: "deep", name: "waits") })
        }
        var (deep, none) = (Times(), Times())
        for _ in 0..<2000 {
            try await deep.add(queue)
            try await none.add(empty)
        }
        print(
            String(
                format: #"{"enqueueEmpty": %.4f, "leaseEmpty": %.4f, "enqueueFull": %.4f, "leaseFull": %.4f}"#, none.enqueue, none.lease,
                deep.enqueue, deep.lease))
    }

    private struct Times {
        private var enqueues: [Double] = []
        private var leases: [Double] = []
        /// Medians, milliseconds.
        var enqueue: Double { enqueues.sorted()[enqueues.count / 2] }
        var lease: Double { leases.sorted()[leases.count / 2] }

        /// What is added is done again, so that the depth stays.
        mutating func add(_ queue: SQLiteTaskQueue) async throws {
            let clock = ContinuousClock()
            let asked = try await clock.measure { try await queue.enqueue([TaskRequest(queue: "deep", name: "waits")]) }
            enqueues.append(asked / .milliseconds(1))
            let begin = clock.now
            let task = try await queue.lease(from: "deep", worker: "bench", seconds: 60)
            leases.append((clock.now - begin) / .milliseconds(1))
            if let task { try await queue.complete(task, result: nil) }
        }
    }

    /// From `enqueue` to the begin of the handler, while a registration task that never ends has its queue's only place.
    func beside(_ count: Int) async throws {
        let begun = Mutex([String: ContinuousClock.Instant]())
        let worker = Worker(
            name: "bench", queue: queue, control: WorkerControl(concurrency: ["registration": 1, "cutout": 2]),
            handlers: [
                "slow": { _ in
                    // As busy as a solve: it keeps a core.
                    var sum = 0.0
                    while !Task.isCancelled {
                        for number in 1...100_000 { sum += 1 / Double(number) }
                        await Task.yield()
                    }
                    return "\(sum)"
                },
                "cutout": { task in
                    begun.withLock { $0[task.id] = .now }
                    return nil
                },
            ], log: Logger(label: "bench"))
        let group = ServiceGroup(services: [worker], logger: Logger(label: "bench"))
        let running = Task { try await group.run() }
        try await queue.enqueue([TaskRequest(queue: "registration", name: "slow")])
        try await Task.sleep(for: .seconds(1))
        var delays: [Double] = []
        for _ in 0..<count {
            let request = TaskRequest(queue: "cutout", name: "cutout")
            let asked = ContinuousClock.now
            try await queue.enqueue([request])
            var place: ContinuousClock.Instant?
            while place == nil {
                try await Task.sleep(for: .milliseconds(1))
                place = begun.withLock { $0[request.id] }
            }
            if let place { delays.append((place - asked) / .milliseconds(1)) }
        }
        await group.triggerGracefulShutdown()
        try await running.value
        delays.sort()
        print(String(format: #"{"median": %.2f, "most": %.2f, "count": %d}"#, delays[delays.count / 2], delays[delays.count - 1], delays.count))
    }
}
