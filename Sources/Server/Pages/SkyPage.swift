import Catalogs
import HTTPTypes
import Hummingbird
import Observations
import Threads

/// The map of the whole sky with the outlines of all observations, and what it loads.
struct SkyPage: Sendable {
    private let site: Site
    private let catalog: (any SkyCatalog)?
    private let figures = KeptJSON()
    /// Observations on the map at most: the newest.
    static let most = 100_000

    init(site: Site, catalog: (any SkyCatalog)?) { (self.site, self.catalog) = (site, catalog) }

    func add(to router: Router<VisitContext>) {
        router.get("/sky") { request, context in
            site.pages.page(
                "sky", title: "Sky map", ["hasCatalog": catalog != nil], scripts: ["map.js"], request: request, context: context)
        }
        router.get("/sky/observations.json") { request, _ in
            let outlines = try await site.repository.outlines(limit: Self.most)
            return Response(known: SkyMapJSON.outlines(outlines), for: request)
        }
        router.get("/sky/catalog.json") { request, _ in
            let json = try await figures.value { try await site.files.pool.run { SkyMapJSON.catalog(catalog) } }
            return Response(known: json, for: request)
        }
        router.get("/sky/find.json") { request, _ in
            let text = String((request.query.given("name") ?? "").prefix(200)).trimmed
            do {
                let place = try await site.files.pool.run { try SkyName.place(text, catalog) }
                return Response(json: SkyMapJSON.place(place))
            } catch let problem as SkyName.Problem {
                return Response(json: SkyMapJSON.problem(problem.message))
            }
        }
    }
}

/// What is made when it is asked for first, and does not change.
private actor KeptJSON {
    private var kept: JSONWriter?

    func value(_ make: @Sendable () async throws -> JSONWriter) async throws -> JSONWriter {
        if let kept { return kept }
        let made = try await make()
        kept = made
        return made
    }
}

extension Response {
    /// JSON that browsers keep, and ask by its tag whether it is still so.
    init(known json: JSONWriter, for request: Request) {
        // FNV-1a, 64 bits.
        let hash = json.bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let tag = "\"\(String(hash, radix: 16))\""
        self = request.headers[.ifNoneMatch] == tag ? Response(status: .notModified) : Response(json: json)
        headers[.eTag] = tag
        headers[.cacheControl] = "no-cache"
    }
}
