import Hummingbird
import Observations

/// `boxes/`: the outlines of all solved fields that are used in the sky map, in parts of 10,000.
struct BoxesRoute: Sendable {
    let site: Site
    static let pageSize = 10_000

    func add(to group: RouterGroup<VisitContext>) {
        group.get("boxes") { request, _ in
            let wanted = try ListParameters(request.query, pageSize: Self.pageSize)
            let writer = ObservationJSON(dataHost: site.dataHost(request))
            return try await site.page(request, "boxes", size: Self.pageSize, isRemembered: true) { offset, limit in
                var query = wanted.query
                (query.outlinesOnly, query.offset, query.limit) = (true, offset, limit)
                let page = try await site.repository.observations(matching: query)
                return (page.total, page.items)
            } write: {
                writer.writeBox($0, to: &$1)
            }
        }
    }
}
