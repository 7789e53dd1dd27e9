import Foundation
public import Observations

extension RESTCutoutRepository {
    public func cutoutDirectory(_ name: String) async throws -> CutoutDirectory? {
        if name.isEmpty { return nil }
        let answer = try await backend.send(RESTCall(method: .get, path: Self.path(directory: name)))
        return answer.status == 404 ? nil : try read(directory: answer.json)
    }

    public func cutoutDirectories(offset: Int, limit: Int) async throws -> CutoutDirectoryPage {
        var entries: [CutoutDirectoryPage.Entry] = []
        try await RESTPages(backend: backend, path: "cutout_directories/", query: []).forEach { json in
            entries.append(
                CutoutDirectoryPage.Entry(
                    directory: try read(directory: json),
                    numberOfImages: Int(clamping: json["number_of_images"]?.integer ?? 0),
                    // An address or a plain name, by the backend.
                    thumbnail: json["thumbnail"]?.text?.split(separator: "/").last?.removingPercentEncoding))
        }
        entries.sort { $0.directory.directory < $1.directory.directory }
        let window = Window(offset: offset, limit: limit)
        return CutoutDirectoryPage(total: entries.count, items: Array(entries.dropFirst(window.offset).prefix(window.limit)))
    }

    public func put(_ directory: CutoutDirectory) async throws {
        try CutoutRecord.checkName(directory.directory, "directory")
        guard let before = try await cutoutDirectory(directory.directory) else {
            let body = JSON.object(CutoutRecord.directoryFields.write(directory).filter { $0.value != .null })
            let call = RESTCall(method: .post, path: "cutout_directories/", body: body)
            try await backend.sendOnce(call) { _ in
                try await cutoutDirectory(directory.directory) == nil ? nil : ()
            } read: { _ in }
            return
        }
        let members = CutoutRecord.directoryFields.changes(from: before, to: directory)
        if members.isEmpty { return }
        let answer = try await backend.send(
            RESTCall(method: .patch, path: Self.path(directory: directory.directory), body: .object(members)))
        if answer.status == 404 { throw RepositoryError.notFound("cutout directory \(directory.directory)") }
    }

    /// The existing backend may leave the folder's cutouts: they go first.
    public func remove(cutoutDirectory name: String) async throws {
        if name.isEmpty { return }
        var query = CutoutQuery()
        (query.directory, query.limit) = (name, .max)
        for cutout in try await cutouts(matching: query).items { try await remove(cutout: cutout.filename) }
        _ = try await backend.send(RESTCall(method: .delete, path: Self.path(directory: name)))
    }

    private static func path(directory name: String) -> String { "cutout_directories/\(RESTCall.segment(name))/" }

    private func read(directory json: JSON) throws -> CutoutDirectory {
        var directory = CutoutDirectory("")
        try CutoutRecord.directoryFields.read(json, into: &directory, backend: backend, "cutout_directories/")
        return directory
    }
}
