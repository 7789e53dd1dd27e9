import Hummingbird

/// `/openapi.json`: what the API answers, for programs (OpenAPI 3.0).
struct OpenAPIRoute: Sendable {
    let site: Site
    let hasCollections: Bool
    let hasUploads: Bool
    let hasCatalog: Bool
    let hasLists: Bool
    let hasBodies: Bool

    func add(to router: Router<VisitContext>) {
        let document = OpenAPIDocument(
            basePath: site.configuration.basePath, choices: site.configuration.choices, hasCollections: hasCollections,
            hasUploads: hasUploads, hasCatalog: hasCatalog, hasLists: hasLists, hasBodies: hasBodies,
            legacyOpenCommands: site.configuration.legacyOpenCommands
        ).json
        router.get("/openapi.json") { _, _ in
            var json = JSONWriter(capacity: 65_536)
            json.value(document)
            return Response(json: json)
        }
    }
}
