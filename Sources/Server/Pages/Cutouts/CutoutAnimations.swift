import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Threads

/// A folder's cutouts as one animation, made when it is asked for and kept for a while.
struct CutoutAnimations: Sendable {
    let site: Site
    let services: PageServices

    func add(to router: Router<VisitContext>) {
        for (format, type) in [("gif", "image/gif"), ("webp", "image/webp")] {
            router.get(RouterPath("/cutouts/of/:name/animation.\(format)")) { request, context in
                try await answer(format, type, request, context)
            }
        }
    }

    private func answer(_ format: String, _ type: String, _ request: Request, _ context: VisitContext) async throws -> Response {
        guard let animation = services.animation, let cache = services.cacheFolder else { throw APIError.notFound }
        let directory = try await site.cutoutDirectory(context)
        let seconds = try request.query.number("seconds", in: 0.02...60, otherwise: 0.8)
        var query = CutoutQuery()
        (query.directory, query.visible, query.statuses, query.limit) = (directory.directory, true, [.done], CutoutFolderPage.most)
        query.order = ["observation_date", "filename"].compactMap { FilterField.cutout[$0].map { FieldOrder($0) } }
        var (files, labels, state): ([URL], [String], String) = ([], [], "\(seconds)")
        for cutout in try await site.cutouts.cutouts(matching: query).items {
            guard let found = try await site.files.find(["cutouts", cutout.directory, cutout.filename]) else { continue }
            files.append(URL(filePath: found.path))
            labels.append(cutout.observationDate.map(Wording.date) ?? "")
            state += "|\(found.path)\(found.tag)\(labels.last ?? "")"
        }
        guard files.count > 1 else { throw APIError(.conflict, detail: "An animation needs two cutouts that are not hidden.") }
        // FNV-1a, 64 bits: what it is made of names the file.
        let hash = state.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let folder = cache.appending(path: ".animations", directoryHint: .isDirectory)
        let name = "\(String(hash, radix: 16)).\(format)"
        let kept = ArchiveFiles(root: folder, pool: site.files.pool)
        if try await kept.find([name]) == nil {
            try await make(name, in: folder, files, labels, seconds, animation)
        }
        // The folder may just have been made.
        guard let made = try await ArchiveFiles(root: folder, pool: site.files.pool).find([name]) else { throw APIError.notFound }
        var response = try await FileRoutes(site: site).response(made, name: name, type: type, request, context)
        let title = String(directory.title.prefix(80))
        response.headers[.contentDisposition] = "attachment; filename*=UTF-8''\(QueryParameters.encode("\(title).\(format)"))"
        return response
    }

    private func make(
        _ name: String, in folder: URL, _ files: [URL], _ labels: [String], _ seconds: Double, _ animation: PageServices.Animation
    ) async throws {
        let part = folder.appending(path: "part-\(UInt64.random(in: 0...UInt64.max))-\(name)")
        try await site.files.pool.run {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Self.forget(in: folder)
        }
        do {
            try await animation(files, labels, seconds, part)
        } catch {
            throw APIError(.conflict, detail: "The animation cannot be made: \(error).")
        }
        let target = folder.appending(path: name)
        try await site.files.pool.run {
            guard rename(part.path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        }
    }

    /// The oldest go, so that the folder does not grow.
    private static func forget(in folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.contentModificationDateKey])
        let dated = files.map {
            ($0, (try? $0.resourceValues(forKeys: [.contentModificationDateKey]))?.contentModificationDate ?? .distantPast)
        }
        for (file, _) in dated.sorted(by: { $0.1 > $1.1 }).dropFirst(20) { try? FileManager.default.removeItem(at: file) }
    }
}
