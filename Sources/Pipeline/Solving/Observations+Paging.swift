import Observations

extension ObservationRepository {
    /// Every observation with one of these statuses, oldest first.
    func all(_ statuses: [ObservationStatus]) async throws -> [Observation] {
        var query = ObservationQuery()
        query.statuses = statuses
        query.limit = 500
        var found: [Observation] = []
        while true {
            query.offset = found.count
            let page = try await observations(matching: query)
            found += page.items
            if page.items.isEmpty || found.count >= page.total { return found }
        }
    }
}
