import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Previews

/// Files of the archive, and the small pictures made of them.
struct FileRoutes: Sendable {
    let site: Site
    private static let chunk = 256 * 1_024
    private let io = FileIO()

    init(site: Site) { self.site = site }

    func add(to router: Router<VisitContext>) {
        router.get("\(Site.dataPath)/**") { request, context in
            try await archiveFile(request, context)
        }
        router.get("/previews/:taskID/:file") { request, context in
            try await preview(request, context)
        }
    }

    private func archiveFile(_ request: Request, _ context: VisitContext) async throws -> Response {
        let tail = request.uri.path.dropFirst(Site.dataPath.count + 1)
        let names = tail.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            QueryParameters.percentDecoded(Array($0), plusIsSpace: false)
        }
        guard let found = try await site.files.find(names), let name = names.last else { throw APIError.notFound }
        return try await response(found, name: name, request, context)
    }

    private func preview(_ request: Request, _ context: VisitContext) async throws -> Response {
        let size = context.parameters.get("file").flatMap { Int($0.replacing(".jpg", with: "")) }
        let encoded = context.parameters.get("taskID") ?? ""
        let taskID = QueryParameters.percentDecoded(Array(encoded.utf8), plusIsSpace: false)
        guard let size, Previews.sizes.contains(size), ArchiveFiles.isPlainName(taskID),
            let observation = try await site.repository.observation(taskID: taskID),
            let raw = observation.products.last(where: { $0.type == "raw" })?.filename,
            let source = try await site.files.find([taskID, raw])
        else { throw APIError.notFound }
        let picture: URL
        do {
            picture = try await site.previews.jpeg(taskID: taskID, of: URL(filePath: source.path), longSide: size)
        } catch let error as PreviewError {
            throw APIError(.notFound, detail: error.message)
        }
        let folder = picture.deletingLastPathComponent()
        let files = ArchiveFiles(root: folder, pool: site.files.pool)
        guard let found = try await files.find([picture.lastPathComponent]) else { throw APIError.notFound }
        return try await response(found, name: found.path, request, context)
    }

    /// - Parameter type: nil: by the name's ending.
    func response(
        _ found: ArchiveFiles.Found, name: String, type: String? = nil, _ request: Request, _ context: VisitContext
    ) async throws -> Response {
        let type = type ?? ContentTypes.type(of: name)
        var headers: HTTPFields = [
            .contentType: type, .eTag: found.tag, .lastModified: HTTPDate.text(found.modified), .acceptRanges: "bytes",
            .cacheControl: "no-cache", .contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
        ]
        if !ContentTypes.isShown(type) {
            headers[.contentDisposition] = "attachment; filename*=UTF-8''\(QueryParameters.encode(name))"
        }
        if isKnown(found, to: request) { return Response(status: .notModified, headers: headers) }
        var range = ByteRange(request.headers[.range], size: found.size)
        if let condition = request.headers[.ifRange], condition != found.tag,
            condition != headers[.lastModified]
        {
            range = .whole
        }
        if request.method == .head { range = .whole }
        switch range {
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(found.size)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        case .whole:
            let body = try await io.loadFile(path: found.path, context: context, chunkLength: Self.chunk)
            return Response(status: .ok, headers: headers, body: body)
        case .part(let bytes):
            headers[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound)/\(found.size)"
            let body = try await io.loadFile(path: found.path, range: bytes, context: context, chunkLength: Self.chunk)
            return Response(status: .partialContent, headers: headers, body: body)
        }
    }

    private func isKnown(_ found: ArchiveFiles.Found, to request: Request) -> Bool {
        if let tags = request.headers[.ifNoneMatch] {
            return tags == "*" || tags.split(separator: ",").contains { $0.trimmed == found.tag }
        }
        guard let text = request.headers[.ifModifiedSince], let since = HTTPDate.date(from: text) else { return false }
        return found.modified.timeIntervalSince1970.rounded(.down) <= since.timeIntervalSince1970
    }
}
