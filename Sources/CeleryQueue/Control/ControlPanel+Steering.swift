import Foundation
import Logging
import TaskQueue

/// What changes a worker.
extension ControlPanel {
    func revoke(_ ids: [String], terminate: Bool) async -> JSONValue {
        let ids = ids.filter { $0.utf8.count <= 255 }
        queue.hub.revoked.insert(ids)
        for (_, lane) in queue.allLanes { await lane.dropRevoked() }
        let shown = ids.map { PythonRepr.safe(.string($0)) }.joined(separator: ", ")
        guard terminate else { return ["ok": .string("tasks {\(shown)} flagged as revoked")] }
        var terminated: [String] = []
        for id in ids where await queue.hub.control?.cancel(id) ?? false { terminated.append(id) }
        return ["ok": .string(terminated.isEmpty ? "terminate: tasks unknown" : "terminate: \(terminated.joined(separator: ", "))")]
    }

    func addConsumer(_ name: String) async throws(TaskFailure) -> JSONValue {
        guard let control = queue.hub.control else { throw .invalid("this program takes no tasks") }
        if await control.widths()[name] ?? 0 == 0 { await control.grow(name, by: 1) }
        await control.resume(name)
        let lane = queue.lane(name)
        let log = queue.hub.log
        Task {
            do { try await lane.resume() } catch {
                log.error("a queue cannot be consumed", metadata: ["queue": "\(name)", "error": "\(error)"])
            }
        }
        return ["ok": .string("add consumer \(name)")]
    }

    func cancelConsumer(_ name: String) async -> JSONValue {
        await queue.hub.control?.pause(name)
        let lane = queue.lane(name)
        Task { await lane.stop(paused: true) }
        return ["ok": .string("no longer consuming from \(name)")]
    }

    /// Celery's workers have one pool, ours a row of slots for each queue: each of them grows.
    func grow(by count: Int) async throws(TaskFailure) -> JSONValue {
        guard let control = queue.hub.control else { throw .invalid("this program takes no tasks") }
        for (name, width) in await control.widths() {
            guard width + count <= 1000 else { throw .wrongValue("queue \(name) would have more than 1000 slots") }
            await control.grow(name, by: count)
        }
        await tellLanes(control)
        return ["ok": "pool will grow"]
    }

    /// One slot of each queue stays.
    func shrink(by count: Int) async throws(TaskFailure) -> JSONValue {
        guard let control = queue.hub.control else { throw .invalid("this program takes no tasks") }
        var shrunk = false
        for (name, width) in await control.widths() where width > 1 {
            await control.shrink(name, by: min(count, width - 1))
            shrunk = true
        }
        guard shrunk else { throw .wrongValue("Can't shrink pool. All processes busy or one slot left") }
        await tellLanes(control)
        return ["ok": "pool will shrink"]
    }

    private func tellLanes(_ control: WorkerControl) async {
        for (name, width) in await control.widths() { await queue.lane(name).setWidth(width) }
    }
}
