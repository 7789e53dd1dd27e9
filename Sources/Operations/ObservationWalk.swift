import Observations

/// All observations of a repository, page by page, each once, also while some are removed or added.
struct ObservationWalk: Sendable {
    let repository: any ObservationRepository
    let pageSize: Int

    init(_ repository: any ObservationRepository, pageSize: Int = 200) {
        self.repository = repository
        self.pageSize = pageSize
    }

    func each(_ visit: (Observation) async throws -> Void) async throws {
        var query = ObservationQuery()
        query.limit = pageSize
        var seen: Set<Int64> = []
        var total: Int?
        while true {
            try Task.checkCancellation()
            let page = try await repository.observations(matching: query)
            // Each record that vanished moves the rest forward by one: step back, and leave out what was seen.
            if let before = total, page.total < before, query.offset > 0 {
                query.offset = max(0, query.offset - (before - page.total))
                total = page.total
                continue
            }
            total = page.total
            for observation in page.items where seen.insert(observation.id).inserted { try await visit(observation) }
            query.offset += page.items.count
            if page.items.isEmpty || query.offset >= page.total { return }
        }
    }
}
