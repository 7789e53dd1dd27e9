import Foundation
import TaskQueue

/// The queue of a queue's dead messages.
struct DeadLetters: Sendable {
    let queue: String
    let connection: AMQPConnection

    /// No more are looked through.
    private static let most = 10_000

    /// Looks at the messages in order, until told to stop; leaves them where they are, but for those that are taken.
    ///
    /// - Parameter look: true: this one is taken, and acknowledged by whoever took it.
    private func look(_ look: (Delivery) async throws -> Look) async throws {
        var kept: [Delivery] = []
        // Back in one go, in the end: a message that is handed back comes first again.
        defer { for delivery in kept { connection.reject(delivery, requeue: true) } }
        while kept.count < Self.most {
            let delivery: Delivery?
            do {
                delivery = try await connection.get(Copies.deadQueue(queue))
            } catch let error as AMQPError where error.kind == .notFound {
                return
            }
            guard let delivery else { return }
            kept.append(delivery)
            switch try await look(delivery) {
            case .goOn: continue
            case .enough: return
            case .taken:
                kept.removeLast()
                return
            }
        }
    }

    private enum Look { case goOn, enough, taken }

    func records(limit: Int, where matches: (TaskRecord) -> Bool) async throws -> [TaskRecord] {
        var records: [TaskRecord] = []
        guard limit > 0 else { return [] }
        try await look { delivery in
            let record = record(delivery)
            if matches(record) { records.append(record) }
            return records.count < limit ? .goOn : .enough
        }
        return records
    }

    /// Puts a dead message into its queue again, to be tried from the first.
    func revive(_ id: String) async throws -> Bool {
        var revived = false
        try await look { delivery in
            guard delivery.properties.headers["id"]?.string == id else { return .goOn }
            try await connection.publish(Copies.revived(delivery, queue: queue), confirmed: true)
            connection.ack(delivery)
            revived = true
            return .taken
        }
        return revived
    }

    private func record(_ delivery: Delivery) -> TaskRecord {
        let headers = delivery.properties.headers
        let message = try? TaskMessage(properties: delivery.properties, body: delivery.body)
        let failedAt = headers[TaskMessage.Header.failedAt]?.string.flatMap(Timestamp.parse)
        return TaskRecord(
            id: headers["id"]?.string ?? "", queue: queue, name: headers["task"]?.string ?? "",
            arguments: (try? message?.namedArguments()) ?? [:], key: message?.key, priority: message?.priority ?? 0, state: .dead,
            attempt: Int(clamping: headers[TaskMessage.Header.attempts]?.int ?? 0), created: failedAt ?? Date(), ended: failedAt,
            error: headers[TaskMessage.Header.error]?.string)
    }
}
