import Observations

/// What pages offer to be put into a collection or a project.
struct Collecting: Sendable {
    /// Nil: there are none here.
    let collections: (any CollectionRepository)?
    let projects: Projects

    /// - Parameters:
    ///   - field: of the form: `observation` with an id, or `found` with the parameters of a list.
    ///   - label: of the button.
    func values(_ field: String, _ what: String, label: String, for visitor: Visitor) async throws -> [String: Any] {
        guard let collections, visitor.mayEdit else { return [:] }
        let sets = try await CollectionPages.all(collections).map { ["id": String($0.id), "name": $0.name] }
        let masters = try await projects.page(0, limit: Projects.most).items.map { ["id": Projects.choice($0.id), "name": $0.name] }
        let groups = [("Collections", sets), ("Projects", masters)].filter { !$0.1.isEmpty }
        return [
            "mayEdit": true, "collectShown": true, "collectField": field, "collectWhat": what, "collectLabel": label,
            "collectGroups": groups.map { ["label": $0.0, "choices": $0.1] as [String: Any] },
        ]
    }
}
