import Accounts
import Foundation
import HTTPTypes
import Hummingbird
import Observations

/// Where photos are sent by a browser, and followed until they are solved.
struct UploadPage: Sendable {
    let site: Site
    /// Nil: this server has no landing pad.
    let uploads: UploadFolder?

    func add(to router: Router<VisitContext>) {
        router.get("/upload") { request, context in
            let maximum = site.configuration.maximumUpload
            let values: [String: Any] = [
                "isClosed": uploads == nil, "needsLogIn": uploads != nil && !context.visitor.mayEdit,
                "isOpen": uploads != nil && context.visitor.mayEdit, "base": site.configuration.basePath, "maximum": maximum,
                "maximumText": Wording.bytes(Int64(maximum)),
            ]
            let scripts = uploads != nil && context.visitor.mayEdit ? ["upload.js"] : []
            return site.pages.page("upload", title: "Upload", values, scripts: scripts, request: request, context: context)
        }
        router.get("/upload/fate.json") { request, context in
            try context.visitor.requireEditor()
            var json = JSONWriter()
            let fates = try await fates(request.query.items.filter { $0.name == "id" }.prefix(100).map(\.value), context.visitor)
            json.object { json in
                for (id, fate) in fates {
                    json.key(id)
                    json.object { json in
                        json.member("status", fate.status)
                        json.member("tone", fate.tone)
                        json.member("text", fate.text)
                        json.member("address", fate.address)
                        json.key("ended")
                        json.value(fate.hasEnded)
                    }
                }
            }
            var response = Response(json: json)
            response.headers[.cacheControl] = "no-store"
            return response
        }
    }

    private struct Fate {
        var status: String
        var tone: String
        var text = ""
        var address: String?
        var hasEnded = false
    }

    private func fates(_ ids: [String], _ visitor: Visitor) async throws -> [(String, Fate)] {
        guard let uploads, let user = visitor.user else { return [] }
        var fates: [(String, Fate)] = []
        for id in ids {
            guard let upload = try await uploads.upload(id)?.upload, upload.isDone, upload.user == user.name || user.role == .admin else {
                continue
            }
            fates.append((id, try await fate(of: upload, in: uploads)))
        }
        return fates
    }

    private func fate(of upload: UploadFolder.Upload, in uploads: UploadFolder) async throws -> Fate {
        if let digest = upload.sha256, let found = try await site.repository.observation(sha256: digest) {
            let isOld = (found.created ?? .distantFuture) < upload.created
            return Fate(
                status: isOld ? "known already" : found.status.rawValue, tone: Wording.tone(found.status), text: found.reason ?? "",
                address: "/observations/\(found.id)", hasEnded: isOld || Self.ends.contains(found.status))
        }
        if let reason = try await uploads.refusal(of: upload) {
            return Fate(status: "refused", tone: "bad", text: reason, hasEnded: true)
        }
        return Fate(status: "being registered", tone: "busy")
    }

    /// Nothing happens to an observation in these by itself.
    private static let ends: Set<ObservationStatus> = [.done, .failed, .failedSubmitting]
}
