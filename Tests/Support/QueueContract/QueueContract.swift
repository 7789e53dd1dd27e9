package import Foundation
package import TaskQueue
import Testing

/// What every `Queue` promises. The tests of an engine call each part with a queue of a name nobody else uses.
///
/// Engines on brokers document what they do not offer; the flags say so, and nothing else may be left out.
package struct QueueContract: Sendable {
    package struct Features: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) { self.rawValue = rawValue }

        /// While a task of a key waits, another is not added.
        package static let keys = Features(rawValue: 1)
        package static let priorities = Features(rawValue: 2)
        /// A task whose worker gives no signs comes back when its lease is over, however well its process does.
        package static let leaseExpiry = Features(rawValue: 4)
        /// What ended can be looked up: its state, result and error.
        package static let history = Features(rawValue: 8)
        /// Waiting tasks can be listed and looked up.
        package static let listing = Features(rawValue: 16)
        /// A task that waits is cancelled without a worker's help.
        package static let cancelsWaiting = Features(rawValue: 32)

        package static let all: Features = [.keys, .priorities, .leaseExpiry, .history, .listing, .cancelsWaiting]
    }

    let queue: any QueueAdministration
    let features: Features
    /// The queue to use.
    let name: String
    /// How long a task that is due may take to come, in seconds: a broker delivers when it can.
    let patience: TimeInterval

    package init(
        _ queue: any QueueAdministration, features: Features = .all, name: String = "q-\(UUID().uuidString.lowercased())",
        patience: TimeInterval = 0
    ) {
        self.queue = queue
        self.features = features
        self.name = name
        self.patience = patience
    }

    /// A task that is due, waited for as long as the engine may need.
    func next(_ from: String? = nil, as worker: String = "w", seconds: TimeInterval = 60) async throws -> LeasedTask? {
        let end = ContinuousClock.now + .seconds(patience)
        while true {
            if let task = try await queue.lease(from: from ?? name, worker: worker, seconds: seconds) { return task }
            guard ContinuousClock.now < end else { return nil }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// A task that is not there is looked for once, after the engine had time to hand it out.
    func nothing(as worker: String = "w") async throws -> Bool {
        try await Task.sleep(for: .seconds(patience / 10))
        return try await queue.lease(from: name, worker: worker, seconds: 60) == nil
    }

    func counts(_ of: String? = nil) async throws -> QueueCounts? {
        try await queue.counts().first { $0.queue == of ?? name }
    }

    func expect(waiting: Int, running: Int, dead: Int, _ location: SourceLocation = #_sourceLocation) async throws {
        let wanted = QueueCounts(queue: name, waiting: waiting, running: running, dead: dead)
        var found = wanted
        let end = ContinuousClock.now + .seconds(patience)
        repeat {
            found = try await counts()?.numbers ?? QueueCounts(queue: name, waiting: 0, running: 0, dead: 0)
            if found == wanted { break }
            try await Task.sleep(for: .milliseconds(20))
        } while ContinuousClock.now < end
        #expect(found == wanted, sourceLocation: location)
    }

    func request(_ task: String = "n", key: String? = nil) -> TaskRequest {
        TaskRequest(queue: name, name: task, key: key)
    }

    struct Trouble: Error, CustomStringConvertible {
        var description: String
        init(_ description: String) { self.description = description }
    }
}

extension QueueCounts {
    /// Without the time.
    package var numbers: QueueCounts { QueueCounts(queue: queue, waiting: waiting, running: running, dead: dead) }
}
