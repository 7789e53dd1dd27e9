import Foundation
import Observations

/// Changes one record: reads it, hands it to an edit, writes the fields that differ.
///
/// This server makes the change only while the record still has the version that was read; where somebody was faster it is read
/// and edited again. The existing backend knows no versions: there the record is looked at once more after the change, and a
/// change that another worker has overwritten by then counts as lost. Between its reading and its writing two *processes* may
/// both take a record there; steps and jobs are made to be done twice without harm.
struct RecordChange<Record: Sendable>: Sendable {
    let backend: RESTBackend
    let locks: KeyedLock
    /// Of the record, such as `jobs/7/`.
    let path: String
    /// What it is called in errors.
    let name: String
    let read: @Sendable (RESTAnswer) throws -> Record
    /// The members to write, by name; of the record before and after, for this server or not.
    let payload: @Sendable (Record, Record, Bool) throws -> [String: JSON]
    /// The fields that must still be there when the existing backend is looked at again; throws when they are not.
    let verify: @Sendable (_ wanted: Record, _ found: Record) throws -> Void

    struct Done: Sendable {
        var before: Record
        /// As the edit made it.
        var wanted: Record
        /// As the backend has it.
        var after: Record
    }

    func run(
        check: @Sendable (Record) throws -> Void, _ edit: @Sendable (inout Record) throws -> Void
    ) async throws -> Done {
        try await locks.run(path) {
            for attempt in 0..<25 {
                if attempt > 0 { try await Task.sleep(for: .milliseconds(Int.random(in: 5...60) * min(attempt, 5))) }
                if let done = try await once(check, edit) { return done }
            }
            throw RESTError.contended(name)
        }
    }

    /// - Returns: nil where somebody was faster.
    private func once(
        _ check: @Sendable (Record) throws -> Void, _ edit: @Sendable (inout Record) throws -> Void
    ) async throws -> Done? {
        let answer = try await get()
        let before = try read(answer)
        try check(before)
        var after = before
        try edit(&after)
        let members = try payload(before, after, answer.isOurs)
        if members.isEmpty { return Done(before: before, wanted: after, after: before) }
        let call = RESTCall(
            method: .patch, path: path, query: RESTFacts.query, body: .object(members), ifMatch: answer.isOurs ? answer.version : nil)
        let written = try await backend.send(call)
        switch written.status {
        case 404: throw RepositoryError.notFound(name)
        case 412:
            // The answer to an earlier try of this very call may be what was lost: then the record is as it was to become.
            guard written.tries > 1 else { return nil }
            let now = try read(try await get())
            return try payload(now, after, true).isEmpty ? Done(before: before, wanted: after, after: now) : nil
        default: break
        }
        if answer.isOurs { return Done(before: before, wanted: after, after: try read(written)) }
        let now = try read(try await get())
        try verify(after, now)
        return Done(before: before, wanted: after, after: now)
    }

    private func get() async throws -> RESTAnswer {
        let answer = try await backend.send(RESTCall(method: .get, path: path, query: RESTFacts.query))
        if answer.status == 404 { throw RepositoryError.notFound(name) }
        return answer
    }
}

/// Asks this server for whole records; the existing backend passes over parameters that it does not know.
enum RESTFacts {
    static let query = [(name: "facts", value: "1")]
}
