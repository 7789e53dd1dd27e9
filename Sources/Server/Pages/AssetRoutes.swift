import HTTPTypes
import Hummingbird

/// The pages' style sheet, script and icon.
struct AssetRoutes: Sendable {
    func add(to router: Router<VisitContext>) {
        for asset in Asset.all {
            router.get("/assets/\(asset.name)") { request, _ in
                let response = Response(fragment: asset.text, for: request)
                var answer = response
                answer.headers[.contentType] = asset.type
                answer.headers[.cacheControl] = "no-cache"
                return answer
            }
        }
        router.get("/favicon.ico") { _, _ in Response(redirectingTo: "/assets/icon.svg", status: .found) }
    }
}
