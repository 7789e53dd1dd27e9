import Foundation
import Observations

/// What a client wrote about an observation: the fields it named, and nothing of the others.
struct ObservationInput: Sendable {
    private let members: [String: JSONValue]
    let choices: ObservationChoices

    /// The client knows whole records: its `facts` count, and its bounds are a plate solution's.
    private let whole: Bool

    init(_ body: JSONValue, choices: ObservationChoices, whole: Bool) throws(APIError) {
        members = try body.members()
        self.choices = choices
        self.whole = whole
    }

    func names(_ field: String) -> Bool { members[field] != nil }

    /// The status it asks for: `new_status`, or `my_status` where only that is named.
    var status: ObservationStatus? {
        guard case .string(let text)? = members["new_status"] ?? members["my_status"] else { return nil }
        return ObservationStatus(rawValue: text.trimmed)
    }

    /// The master it names; nil where it names none. A wrong one is reported by `apply`.
    var parent: Int64? {
        guard let value = members["parent"] else { return nil }
        return (try? FieldParsing.key(value)) ?? nil
    }

    /// Writes the named fields into the observation.
    ///
    /// - Throws: `APIError` with a message for every field that is wrong, in the order of the record.
    func apply(to observation: inout Observation) throws(APIError) {
        var form = Form(members: members)
        form.read("task_type") { value throws(FieldParsing.Problem) in
            observation.taskType = try FieldParsing.choice(value, of: choices.taskTypes, current: observation.taskType)
        }
        form.read("name") { value throws(FieldParsing.Problem) in
            observation.name = try FieldParsing.text(value, maximum: 100, blankAllowed: false)
        }
        form.read("instrument") { value throws(FieldParsing.Problem) in
            observation.instrument = try FieldParsing.choice(
                value, of: choices.instruments, current: observation.instrument)
        }
        form.read("filter") { value throws(FieldParsing.Problem) in
            observation.filter = try FieldParsing.choice(value, of: choices.filters, current: observation.filter)
        }
        form.read("taskID") { value throws(FieldParsing.Problem) in
            observation.taskID = try TaskIDRule.checked(value, current: observation)
        }
        form.read("field_name") { value throws(FieldParsing.Problem) in
            observation.fieldName = try FieldParsing.optionalText(value, maximum: 255)
        }
        applySky(to: &observation, form: &form)
        form.read("date") { value throws(FieldParsing.Problem) in
            observation.date = try FieldParsing.date(value)
        }
        applyState(to: &observation, form: &form)
        applyImaging(to: &observation, form: &form)
        form.read("solve_request") { value throws(FieldParsing.Problem) in
            observation.solveRequest = try SolveRequestInput.text(value)
        }
        if whole {
            form.read("facts") { value throws(FieldParsing.Problem) in
                if case .null = value { return }
                try FactsInput.facts(value).apply(to: &observation)
            }
        }
        if !form.problems.isEmpty { throw APIError(fields: form.problems) }
    }

    private func applySky(to observation: inout Observation, form: inout Form) {
        form.read("field_ra") { value throws(FieldParsing.Problem) in observation.fieldRA = try FieldParsing.number(value) }
        form.read("field_dec") { value throws(FieldParsing.Problem) in observation.fieldDec = try FieldParsing.number(value) }
        form.read("field_fov") { value throws(FieldParsing.Problem) in observation.fieldFOV = try FieldParsing.number(value) }
        form.read("box") { value throws(FieldParsing.Problem) in
            let before = observation.box
            observation.box = try FieldParsing.optionalText(value, maximum: 255)
            try FieldBox.fillBounds(of: &observation, before: before)
        }
        // Bounds that come together with a box are the plain minima and maxima of the existing programs: the box knows better.
        let hasBox = names("box") && observation.box != nil && !whole
        func bound(_ name: String, _ path: WritableKeyPath<Observation, Double?>) {
            form.read(name) { value throws(FieldParsing.Problem) in
                let number = try FieldParsing.number(value)
                if !hasBox { observation[keyPath: path] = number }
            }
        }
        bound("ra_min", \.raMin)
        bound("ra_max", \.raMax)
        bound("dec_min", \.decMin)
        bound("dec_max", \.decMax)
        form.read("ra_dec_fov") { value throws(FieldParsing.Problem) in
            observation.raDecFOV = try FieldParsing.optionalText(value, maximum: 30)
        }
    }

    private func applyState(to observation: inout Observation, form: inout Form) {
        for name in ["my_status", "new_status"] {
            form.read(name) { value throws(FieldParsing.Problem) in
                _ = try FieldParsing.text(value, maximum: 50, blankAllowed: false)
            }
        }
        if let status, form.problems.allSatisfy({ $0.field != "new_status" && $0.field != "my_status" }) {
            observation.status = status
            if status != .failed && status != .failedSubmitting { observation.reason = nil }
        }
        form.read("astrometry_url") { value throws(FieldParsing.Problem) in
            observation.astrometryURL = try FieldParsing.optionalText(value, maximum: 200) ?? ""
        }
        form.read("job") { value throws(FieldParsing.Problem) in
            observation.job = try FieldParsing.optionalText(value, maximum: 100) ?? ""
        }
    }

    private func applyImaging(to observation: inout Observation, form: inout Form) {
        form.read("quality") { value throws(FieldParsing.Problem) in
            observation.quality = try FieldParsing.text(value, maximum: 30, blankAllowed: false)
        }
        form.read("description") { value throws(FieldParsing.Problem) in
            observation.description = try FieldParsing.optionalText(value, maximum: 255) ?? ""
        }
        form.read("parent") { value throws(FieldParsing.Problem) in
            let parent = try FieldParsing.key(value)
            if let parent, parent == observation.id { throw .init("An observation cannot be its own parent.") }
            observation.parent = parent
        }
        form.read("exposure_in_seconds") { value throws(FieldParsing.Problem) in
            observation.exposureSeconds = try FieldParsing.integer(value)
        }
        form.read("iso") { value throws(FieldParsing.Problem) in
            observation.iso = try FieldParsing.choice(value, of: choices.isos, current: observation.iso)
        }
        form.read("focal_length") { value throws(FieldParsing.Problem) in
            observation.focalLength = try FieldParsing.integer(value)
        }
        form.read("stacked_images") { value throws(FieldParsing.Problem) in
            observation.stackedImages = try FieldParsing.integer(value)
        }
        form.read("magnitude") { value throws(FieldParsing.Problem) in
            observation.magnitude = try FieldParsing.number(value)
        }
        form.read("image_type") { value throws(FieldParsing.Problem) in
            observation.imageType = try FieldParsing.choice(
                value, of: choices.imageTypes, current: observation.imageType)
        }
        form.read("used_in_hips") { value throws(FieldParsing.Problem) in
            observation.usedInHips = try FieldParsing.flag(value)
        }
        form.read("extra") { value throws(FieldParsing.Problem) in
            observation.extra = try FieldParsing.optionalText(value, maximum: 200_000)
        }
        form.read("transient") { value throws(FieldParsing.Problem) in
            observation.transient = try FieldParsing.optionalText(value, maximum: 30)
        }
    }
}

extension ObservationInput {
    /// Collects the messages of all fields instead of stopping at the first.
    struct Form {
        let members: [String: JSONValue]
        var problems: [APIError.FieldMessage] = []

        mutating func read(_ field: String, _ write: (JSONValue) throws(FieldParsing.Problem) -> Void) {
            guard let value = members[field] else { return }
            do throws(FieldParsing.Problem) {
                try write(value)
            } catch {
                problems.append(APIError.FieldMessage(field: field, message: error.message))
            }
        }
    }
}
