import Hummingbird
import Observations

/// `boxes/`: the outlines of all solved fields that are used in the sky map.
struct BoxesRoute: Sendable {
    let site: Site
    static let pageSize = 10_000
    private static let batch = 2_000

    func add(to group: RouterGroup<VisitContext>) {
        group.get("boxes") { request, _ in
            let parameters = request.query
            let wanted = try ListParameters(parameters, pageSize: Self.pageSize)
            let first = wanted.query.offset
            var query = wanted.query
            (query.offset, query.limit) = (0, Self.batch)
            var fields: [Observation] = []
            var total = 0
            while true {
                let page = try await site.repository.observations(matching: query)
                for observation in page.items where observation.usedInHips && observation.box != nil {
                    if total >= first && fields.count < Self.pageSize { fields.append(observation) }
                    total += 1
                }
                query.offset += page.items.count
                if page.items.isEmpty || query.offset >= page.total { break }
            }
            guard wanted.page == 1 || !fields.isEmpty else { throw APIError.invalidPage }
            let envelope = PageEnvelope(
                total: total, page: wanted.page, pageSize: Self.pageSize,
                address: site.address(of: "\(site.configuration.basePath)/boxes/", request), parameters: parameters)
            let writer = ObservationJSON(dataHost: site.dataHost(request))
            var json = JSONWriter(capacity: 300 * (fields.count + 1))
            envelope.write(to: &json) { json in
                for field in fields { writer.writeBox(field, to: &json) }
            }
            return Response(json: json)
        }
    }
}
