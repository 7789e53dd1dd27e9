import Observations

/// What the pages' templates are told of an observation, in the list and at the head of its own page.
struct ObservationRow {
    let observation: Observation

    /// Statuses from which somebody may start the work (again).
    static let processable: Set<ObservationStatus> = [.defined, .raw, .failed, .failedSubmitting, .done]

    var address: String { "/observations/\(observation.id)" }

    var rawFile: String? { observation.products.last { $0.type == "raw" }?.filename }

    func preview(_ size: Int) -> String? {
        guard rawFile != nil else { return nil }
        return "/previews/\(ObservationJSON.segment(observation.taskID))/\(size).jpg"
    }

    /// - Parameters:
    ///   - visitor: only those who may change it see buttons.
    ///   - back: where the buttons lead back to.
    func values(for visitor: Visitor, back: String, removedBack: String) -> [String: Any] {
        let o = observation
        var values: [String: Any] = [
            "name": o.name, "taskID": o.taskID, "address": address, "status": o.status.rawValue,
            "class": Wording.tone(o.status), "back": back, "removedBack": removedBack,
        ]
        if let reason = o.reason, !reason.isEmpty { values["reason"] = reason }
        if let date = o.date {
            values["date"] = Wording.date(date)
            values["machineDate"] = DateTime.text(date)
        }
        if o.solution != nil || o.status == .done, let ra = o.fieldRA, let dec = o.fieldDec {
            values["centre"] = Wording.position(ra: ra, dec: dec)
            if let field = Wording.field(of: o) { values["field"] = field }
        }
        if let small = preview(320), let large = preview(640) { (values["thumbnail"], values["largeThumbnail"]) = (small, large) }
        if visitor.mayEdit {
            values["canProcess"] = Self.processable.contains(o.status) && rawFile != nil
            let isFirst = o.status == .raw || o.status == .defined
            values["isFirst"] = isFirst
            values["processLabel"] = isFirst ? "Process" : "Process again"
            values["canRemove"] = o.status != .removing
        }
        return values
    }
}
