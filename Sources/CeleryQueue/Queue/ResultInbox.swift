import Foundation
import Logging
import Synchronization

/// Results of the tasks that this program sent: a queue of its own, read while the program runs.
final class ResultInbox: Sendable {
    private let connection: AMQPConnection
    private let log: Logger
    let name = UUID().uuidString.lowercased()

    private struct State {
        var opening: Task<Void, any Error>?
        var consumer: Consumer?
        var expected: Set<String> = []
        var results: [String: ResultMessage] = [:]
        /// In the order they came, for forgetting the oldest.
        var order = Fifo<String>()
        var waiting: [String: [UUID: CheckedContinuation<ResultMessage?, Never>]] = [:]
        /// Those whose time was up before they waited.
        var late: Set<UUID> = []
    }
    private let state = Mutex(State())
    private static let room = 100_000

    init(connection: AMQPConnection, log: Logger) {
        self.connection = connection
        self.log = log
    }

    /// The queue's name, once it is there. It outlives a broken connection, unlike Celery's.
    func open() async throws -> String {
        let task = state.withLock { state in
            if let opening = state.opening { return opening }
            let opening = Task { try await self.reallyOpen() }
            state.opening = opening
            return opening
        }
        do { try await task.value } catch {
            state.withLock { $0.opening = nil }
            throw error
        }
        return name
    }

    private func reallyOpen() async throws {
        try await connection.declareQueue(name, durable: false, arguments: ["x-expires": 600_000])
        let consumer = try await connection.consume(name, prefetch: 1000, noAck: true)
        state.withLock { $0.consumer = consumer }
        Task { [weak self] in
            while let delivery = await consumer.next() { self?.take(delivery) }
            self?.end()
        }
    }

    func close() async {
        guard let consumer = state.withLock({ $0.consumer }) else { return }
        try? await consumer.cancel(within: .seconds(2))
        _ = try? await connection.deleteQueue(name, within: .seconds(2))
    }

    func expect(_ ids: [String]) { state.withLock { $0.expected.formUnion(ids) } }

    func isExpected(_ id: String) -> Bool { state.withLock { $0.expected.contains(id) } }

    private func take(_ delivery: Delivery) {
        guard let result = ResultMessage(delivery) else {
            return log.warning("an answer that is no result", metadata: ["id": "\(delivery.properties.correlationID ?? "?")"])
        }
        guard result.isFinal else { return }
        let waiting = state.withLock { state in
            if state.results.updateValue(result, forKey: result.taskID) == nil { state.order.append(result.taskID) }
            while state.order.count > Self.room, let oldest = state.order.popFirst() {
                state.results[oldest] = nil
                state.expected.remove(oldest)
            }
            return state.waiting.removeValue(forKey: result.taskID) ?? [:]
        }
        for continuation in waiting.values { continuation.resume(returning: result) }
    }

    private func end() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.flatMap(\.values)
        }
        for continuation in waiting { continuation.resume(returning: nil) }
    }

    /// Waits for a task's result; nil: not yet.
    func result(of id: String, seconds: TimeInterval) async -> ResultMessage? {
        let waiter = UUID()
        let clock = Task {
            try await Task.sleep(for: .seconds(max(0, min(seconds, 1e9))))
            give(up: waiter, id)
        }
        defer {
            clock.cancel()
            state.withLock { _ = $0.late.remove(waiter) }
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let there: ResultMessage?? = state.withLock { state in
                    if let result = state.results[id] { return .some(result) }
                    if Task.isCancelled || state.late.contains(waiter) { return .some(nil) }
                    state.waiting[id, default: [:]][waiter] = continuation
                    return nil
                }
                if let there { continuation.resume(returning: there) }
            }
        } onCancel: {
            give(up: waiter, id)
        }
    }

    private func give(up waiter: UUID, _ id: String) {
        let continuation = state.withLock { state in
            let continuation = state.waiting[id]?.removeValue(forKey: waiter)
            if continuation == nil { state.late.insert(waiter) }
            if state.waiting[id]?.isEmpty ?? false { state.waiting[id] = nil }
            return continuation
        }
        continuation?.resume(returning: nil)
    }
}
