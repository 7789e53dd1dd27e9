import Observations

/// The layers that the viewer of a solved picture offers, and what one that cannot be shown lacks.
struct LayerChoices: Sendable {
    /// Nil: no list was taken in.
    let lists: (any CatalogLists)?

    func values(of o: Observation) async throws -> [[String: Any]] {
        var choices = Self.still.map { Self.choice($0.name, $0.label) }
        choices.append(Self.choice("solarsystem", "Solar system", lacking: o.date == nil ? "no date" : nil, "/observations/\(o.id)/edit"))
        let hasHosts = try await lists?.record(of: .exoplanets) != nil
        choices.append(Self.choice("exoplanets", "Exoplanets", lacking: hasHosts ? nil : "no list yet", "/catalogs/exoplanets"))
        if o.extra?.trimmed.isEmpty == false { choices.append(Self.choice("markers", "Markers")) }
        return choices
    }

    private static let still: [(name: String, label: String)] = [
        ("grid", "Grid"), ("deepsky", "Deep sky"), ("constellations", "Constellations"), ("stars", "Stars"),
    ]

    /// - Parameter place: where what is lacking can be had.
    private static func choice(_ name: String, _ label: String, lacking: String? = nil, _ place: String = "") -> [String: Any] {
        guard let lacking else { return ["name": name, "label": label, "offered": true] }
        return ["name": name, "label": label, "offered": false, "lacking": lacking, "place": place]
    }
}
