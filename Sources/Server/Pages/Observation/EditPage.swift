import Foundation
import HTTPTypes
import Hummingbird
import Observations

/// Changes what a person knows better of an observation than its file.
struct EditPage: Sendable {
    let site: Site

    /// Fields of the form by the names of the REST API, whose rules hold here too.
    private static let texts = ["name", "field_name", "description", "date", "magnitude", "transient"]
    private static let selects = ["quality", "image_type", "instrument", "filter", "iso"]

    func add(to router: Router<VisitContext>) {
        router.get("/observations/:id/edit") { request, context in
            try requireEditor(context)
            let observation = try await site.observation(context)
            return page(observation, Self.given(observation), [:], request, context)
        }
        router.post("/observations/:id/edit") { request, context in
            let form = try await request.checkedForm(context.visitor)
            try requireEditor(context)
            let observation = try await site.observation(context)
            var members: [(key: String, value: JSONValue)] = []
            for name in Self.texts + Self.selects {
                guard let text = form[name] else { continue }
                let isEmptied = text.isEmpty && !["name", "description"].contains(name)
                members.append((name, isEmptied ? .null : .string(text)))
            }
            members.append(("used_in_hips", .bool(form["used_in_hips"] != nil)))
            do {
                let input = try ObservationInput(.object(members), choices: site.configuration.choices, whole: false)
                try await site.repository.change(id: observation.id, expecting: nil, requesting: []) { try input.apply(to: &$0) }
            } catch let error as APIError where !error.fields.isEmpty {
                let problems = Dictionary(error.fields.map { ($0.field, $0.message) }) { first, _ in first }
                return page(observation, { form[$0] ?? "" }, problems, request, context, isOn: form["used_in_hips"] != nil)
            }
            return Response(redirectingTo: "/observations/\(observation.id)", status: .seeOther)
        }
    }

    private func requireEditor(_ context: VisitContext) throws { try context.visitor.requireEditor() }

    private static func given(_ o: Observation) -> (String) -> String {
        { name in
            switch name {
            case "name": o.name
            case "field_name": o.fieldName ?? ""
            case "description": o.description
            case "date": o.date.map(DateTime.text) ?? ""
            case "magnitude": o.magnitude.map { Wording.number($0, digits: 2) } ?? ""
            case "transient": o.transient ?? ""
            case "quality": o.quality
            case "image_type": o.imageType
            case "instrument": o.instrument
            case "filter": o.filter
            default: o.iso
            }
        }
    }

    private func page(
        _ o: Observation, _ given: (String) -> String, _ problems: [String: String], _ request: Request, _ context: VisitContext,
        isOn: Bool? = nil
    ) -> Response {
        func field(_ name: String, _ label: String, _ hint: String = "") -> [String: Any] {
            var values: [String: Any] = ["name": name, "label": label, "value": given(name), "hint": hint]
            if let problem = problems[name] { values["problem"] = problem }
            return values
        }
        func select(_ name: String, _ label: String, _ choices: [String]) -> [String: Any] {
            let current = given(name)
            let all = choices.contains(current) || current.isEmpty ? choices : choices + [current]
            var values = field(name, label)
            values["options"] = all.map { ["value": $0, "selected": $0 == current] as [String: Any] }
            return values
        }
        let choices = site.configuration.choices
        let values: [String: Any] = [
            "heading": o.name, "address": "/observations/\(o.id)", "token": context.visitor.formToken ?? "",
            "fields": [
                field("name", "Name"), field("field_name", "Field", "orion belt, M42"),
                field("date", "Date, UTC", "2026-11-21T20:15:00Z"), field("magnitude", "Magnitude", "6.5"),
                field("transient", "Moving object", "Ceres"),
            ],
            "description": field("description", "Description"),
            "selects": [
                select("quality", "Quality", ["good", "great", "medium", "bad"]), select("image_type", "Type", choices.imageTypes),
                select("instrument", "Instrument", choices.instruments), select("filter", "Filter", choices.filters),
                select("iso", "ISO", choices.isos),
            ],
            "isOn": isOn ?? o.usedInHips, "hasProblems": !problems.isEmpty,
        ]
        return site.pages.page(
            "edit", title: "Edit \(o.name)", values, request: request, context: context,
            status: problems.isEmpty ? .ok : .badRequest)
    }
}
