import Foundation
import HTTPTypes
import Hummingbird
import Observations
import ServiceLifecycle
import Synchronization
import TaskQueue

/// `events/`: what changes, as server-sent events, so that nobody has to ask again and again.
///
/// - `observation`: id, taskID, name, status, reason, removed;
/// - `job`: id, command, status, result;
/// - `queue`: the lengths of all queues, once at the start and whenever one of them changes.
///
/// Nothing is kept for a reader that was away: it reads the lists once when it comes (back), and listens from then on.
struct EventRoutes: Sendable {
    let site: Site
    private let seats = Seats(200)
    private let counts: QueueWatch

    init(site: Site) {
        self.site = site
        counts = QueueWatch(queue: site.queue)
    }

    /// Between two signs of life while nothing happens.
    private static let silence = Duration.seconds(15)

    func add(to group: RouterGroup<VisitContext>) {
        group.get("events") { _, _ in
            var response = Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    guard seats.take() else {
                        // The reader tries again after this time.
                        try await writer.write(ByteBuffer(string: "retry: 30000\n: too many readers\n\n"))
                        return try await writer.finish(nil)
                    }
                    defer { seats.leave() }
                    try await send(to: &writer)
                    try await writer.finish(nil)
                })
            if let name = HTTPField.Name("X-Accel-Buffering") { response.headers[name] = "no" }
            return response
        }
    }

    private func send(to writer: inout any ResponseBodyWriter) async throws {
        let (events, feed) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1_000))
        // Listened to before the first word, so that nothing falls between.
        let (observations, jobs) = (site.repository.changes(), site.jobs.changes())
        try await writer.write(ByteBuffer(string: "retry: 3000\n: listening\n\n"))
        let listener = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await event in observations { feed.yield(Self.text(event)) } }
                group.addTask { for await job in jobs { feed.yield(Self.text(job)) } }
                group.addTask { await watchQueues(feed) }
                group.addTask {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: Self.silence)
                        feed.yield(": still here\n\n")
                    }
                }
                group.addTask {
                    try? await gracefulShutdown()
                    feed.finish()
                }
                await group.waitForAll()
            }
        }
        defer { listener.cancel() }
        for await event in events { try await writer.write(ByteBuffer(string: event)) }
    }

    private func watchQueues(_ feed: AsyncStream<String>.Continuation) async {
        var told: [QueueCounts]?
        while !Task.isCancelled {
            // A broker that is away has no lengths.
            if let now = await counts.counts(), now != told {
                feed.yield(Self.text(now))
                told = now
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private static func text(_ event: ObservationEvent) -> String {
        text("observation") { json in
            json.member("id", event.id)
            json.member("taskID", event.taskID)
            json.member("name", event.name)
            json.member("status", event.status.rawValue)
            json.member("reason", event.reason)
            json.key("removed")
            json.value(event.removed)
        }
    }

    private static func text(_ job: Job) -> String {
        text("job") { json in
            json.member("id", job.id)
            json.member("command", job.command)
            json.member("status", job.status.rawValue)
            json.member("result", job.result)
        }
    }

    private static func text(_ counts: [QueueCounts]) -> String {
        text("queue") { json in
            for queue in counts.sorted(by: { $0.queue < $1.queue }) {
                json.key(queue.queue)
                json.object { json in
                    json.member("waiting", queue.waiting)
                    json.member("running", queue.running)
                    json.member("dead", queue.dead)
                }
            }
        }
    }

    private static func text(_ name: String, _ members: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        json.object(members)
        return "event: \(name)\ndata: \(String(decoding: json.bytes, as: UTF8.self))\n\n"
    }
}

/// The lengths of all queues, asked for at most once a second however many want to know.
private actor QueueWatch {
    private let queue: any TaskQueue.Queue
    private var last: (at: ContinuousClock.Instant, counts: [QueueCounts])?

    init(queue: any TaskQueue.Queue) { self.queue = queue }

    func counts() async -> [QueueCounts]? {
        if let last, ContinuousClock.now - last.at < .milliseconds(900) { return last.counts }
        guard var counts = try? await queue.counts() else { return nil }
        // The age of the oldest task changes without anything happening.
        for index in counts.indices { counts[index].oldestWaiting = nil }
        last = (.now, counts)
        return counts
    }
}

/// How many readers there may be.
private final class Seats: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) { free = Mutex(count) }

    func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    func leave() { free.withLock { $0 += 1 } }
}
