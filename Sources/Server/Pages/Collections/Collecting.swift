import Observations

/// What pages offer to be put into a collection.
struct Collecting: Sendable {
    /// Nil: there are none here.
    let collections: (any CollectionRepository)?

    /// - Parameters:
    ///   - field: of the form: `observation` with an id, or `found` with the parameters of a list.
    ///   - label: of the button.
    func values(_ field: String, _ what: String, label: String, for visitor: Visitor) async throws -> [String: Any] {
        guard let collections, visitor.mayEdit else { return [:] }
        let choices = try await CollectionPages.all(collections).map { ["id": $0.id, "name": $0.name] as [String: Any] }
        return [
            "mayEdit": true, "collectShown": true, "collectField": field, "collectWhat": what, "collectLabel": label,
            "collectChoices": choices,
        ]
    }
}
