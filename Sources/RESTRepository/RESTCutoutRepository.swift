import Foundation
public import Observations

/// Cutouts over the REST API of this server or of the existing Django backend, which does not keep why one failed nor how much of
/// it is covered.
public struct RESTCutoutRepository: CutoutRepository {
    let backend: RESTBackend
    private let locks = KeyedLock()

    public init(backend: RESTBackend) { self.backend = backend }

    public func cutout(_ filename: String) async throws -> Cutout? {
        if filename.isEmpty { return nil }
        let answer = try await backend.send(RESTCall(method: .get, path: Self.path(filename), query: RESTFacts.query))
        return answer.status == 404 ? nil : try read(answer.json)
    }

    /// The folder is looked for by the backend; the rest, and the order, is done here.
    public func cutouts(matching query: CutoutQuery) async throws -> CutoutPage {
        var parameters = RESTFacts.query
        if let directory = query.directory { parameters.append(("directory", directory)) }
        var found: [Cutout] = []
        try await RESTPages(backend: backend, path: "cutouts/", query: parameters).forEach { json in
            let cutout = try read(json)
            if let directory = query.directory, cutout.directory != directory { return }
            if let taskID = query.observationTaskID, cutout.observationTaskID != taskID { return }
            if let statuses = query.statuses, !statuses.contains(cutout.status) { return }
            if let visible = query.visible, cutout.visible != visible { return }
            found.append(cutout)
        }
        found.sort { CutoutRecord.key($0) < CutoutRecord.key($1) }
        let window = Window(offset: query.offset, limit: query.limit)
        return CutoutPage(total: found.count, items: Array(found.dropFirst(window.offset).prefix(window.limit)))
    }

    public func add(_ cutout: Cutout) async throws -> Cutout {
        try CutoutRecord.check(cutout)
        if try await self.cutout(cutout.filename) != nil {
            throw RepositoryError.invalid(field: "filename", message: "Another cutout has this filename already.")
        }
        if try await cutoutDirectory(cutout.directory) == nil {
            var directory = CutoutDirectory(cutout.directory)
            (directory.fieldName, directory.fieldRA, directory.fieldDec) = (cutout.fieldName, cutout.fieldRA, cutout.fieldDec)
            (directory.fieldFOV, directory.cutoutSize) = (cutout.fieldFOV, cutout.cutoutSize)
            try await put(directory)
        }
        var members = CutoutRecord.fields.write(cutout).filter { $0.value != .null }
        members["filename"] = .string(cutout.filename)
        let call = RESTCall(method: .post, path: "cutouts/", query: RESTFacts.query, body: .object(members))
        return try await backend.sendOnce(call) { _ in try await self.cutout(cutout.filename) } read: { try read($0) }
    }

    @discardableResult
    public func change(cutout filename: String, _ edit: @Sendable (inout Cutout) throws -> Void) async throws -> Cutout {
        try CutoutRecord.checkName(filename, "filename")
        let change = RecordChange<Cutout>(
            backend: backend, locks: locks, path: Self.path(filename), name: "cutout \(filename)", read: { try read($0.json) },
            payload: { before, after, ours in
                try CutoutRecord.check(after)
                let members = CutoutRecord.fields.changes(from: before, to: after)
                return ours ? members : members.filter { $0.key != "reason" && $0.key != "coverage" }
            },
            verify: { _, _ in })
        return try await change.run { _ in } _: { cutout in
            let (filename, created) = (cutout.filename, cutout.created)
            try edit(&cutout)
            (cutout.filename, cutout.created) = (filename, created)
        }.after
    }

    public func remove(cutout filename: String) async throws {
        if filename.isEmpty { return }
        _ = try await backend.send(RESTCall(method: .delete, path: Self.path(filename)))
    }

    private static func path(_ filename: String) -> String { "cutouts/\(RESTCall.segment(filename))/" }

    private func read(_ json: JSON) throws -> Cutout {
        guard let filename = json["filename"]?.text else {
            throw RESTError.unexpected(backend: backend.access.base, call: "cutouts/", reason: "a cutout without filename")
        }
        var cutout = Cutout(filename: filename, directory: "", observationTaskID: "")
        try CutoutRecord.fields.read(json, into: &cutout, backend: backend, "cutouts/")
        cutout.created = json["creationTime"]?.text.flatMap(RESTDate.date)
        return cutout
    }
}
