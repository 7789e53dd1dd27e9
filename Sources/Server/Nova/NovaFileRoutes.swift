import Foundation
import HTTPTypes
import Hummingbird
import NovaService
import Threads

/// The files that come of solves, at nova's addresses.
struct NovaFileRoutes: Sendable {
    let site: Site
    let desk: NovaDesk
    private let io = FileIO()

    init(site: Site, desk: NovaDesk) { (self.site, self.desk) = (site, desk) }

    func add(to router: Router<VisitContext>) {
        for product in NovaProduct.allCases {
            router.get("/\(product.rawValue)/:id") { request, context in
                do {
                    let file = try await desk.product(product, of: try NovaRoutes.id(context))
                    return try await response(file, product, context)
                } catch NovaError.unknown(let reason), NovaError.refused(let reason) {
                    return NovaJSON.error(reason, status: .notFound)
                }
            }
        }
    }

    private func response(_ file: URL, _ product: NovaProduct, _ context: VisitContext) async throws -> Response {
        let type = product == .image ? try await imageType(file) : product.contentType
        var headers: HTTPFields = [
            .contentType: type, .cacheControl: "private, max-age=60",
            .contentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
        ]
        if let name = product.suggestedName { headers[.contentDisposition] = "attachment; filename=\(name)" }
        if product == .image, !ContentTypes.isShown(type) { headers[.contentDisposition] = "attachment" }
        return Response(status: .ok, headers: headers, body: try await io.loadFile(path: file.path, context: context))
    }

    /// By its first bytes: the name is the sender's.
    private func imageType(_ file: URL) async throws -> String {
        let head = try await site.files.pool.run {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            return try handle.read(upToCount: 12) ?? Data()
        }
        for (magic, type) in [("\u{89}PNG", "image/png"), ("GIF8", "image/gif"), ("SIMPLE", "application/fits"), ("II*", "image/tiff")]
        where head.starts(with: magic.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) {
            return type
        }
        return head.starts(with: [0xff, 0xd8, 0xff]) ? "image/jpeg" : "application/octet-stream"
    }
}
