import GRDB
import Synchronization

/// Small writes of many callers: those that come while the writer is busy are made together, in one transaction.
///
/// A transaction costs more than a small change in it, and waking the writer's thread more than either.
final class LightWrites: Sendable {
    private struct Write: Sendable {
        /// Makes the change, and says how to tell its caller.
        var make: @Sendable (Database) throws -> @Sendable (Result<Void, any Error>) -> Void
        var fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Write] = []
        var isBusy = false
    }
    private let state = Mutex(State())
    private static let turns = 8

    /// - Throws: what `body` throws, with its change undone and those of the others kept; what the commit throws.
    func run<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T, in pool: DatabasePool) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let write = Write(
                make: { db in
                    let value = try body(db)
                    return { outcome in continuation.resume(with: outcome.map { value }) }
                },
                fail: { continuation.resume(throwing: $0) })
            let isFirst = state.withLock { state in
                state.waiting.append(write)
                defer { state.isBusy = true }
                return !state.isBusy
            }
            if isFirst { pool.asyncWriteWithoutTransaction { self.drain($0, of: pool) } }
        }
    }

    private func drain(_ db: Database, of pool: DatabasePool) {
        do {
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        } catch {
            return giveUp(error)
        }
        // Nobody else writes meanwhile: this is the writer's thread.
        defer { try? db.execute(sql: "PRAGMA synchronous = FULL") }
        for _ in 0..<Self.turns {
            let writes = state.withLock { state in
                defer { state.waiting = [] }
                state.isBusy = !state.waiting.isEmpty
                return state.waiting
            }
            if writes.isEmpty { return }
            make(writes, in: db)
        }
        // Other writers have their turn.
        pool.asyncWriteWithoutTransaction { self.drain($0, of: pool) }
    }

    private func make(_ writes: [Write], in db: Database) {
        var tell: [@Sendable (Result<Void, any Error>) -> Void] = []
        do {
            try db.inTransaction(.immediate) {
                for write in writes { tell.append(try write.make(db)) }
                return .commit
            }
            for tell in tell { tell(.success(())) }
        } catch {
            // One of them has failed, or the commit: each by itself then, so that nobody fails for another.
            if writes.count == 1 { return writes[0].fail(error) }
            for write in writes { make([write], in: db) }
        }
    }

    private func giveUp(_ error: any Error) {
        let writes = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        for write in writes { write.fail(error) }
    }
}
