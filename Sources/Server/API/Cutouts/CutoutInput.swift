import Foundation
import Observations

/// What a client wrote about a cutout or a folder of them: the fields it named.
struct CutoutInput: Sendable {
    let members: [String: JSONValue]

    init(_ body: JSONValue) throws(APIError) { members = try body.members() }

    /// A name that a new record must have: one that is a file's or folder's.
    func name(_ field: String) throws(APIError) -> String {
        guard let value = members[field] else { throw APIError(field: field, "This field is required.") }
        do throws(FieldParsing.Problem) {
            return try Self.plainName(value)
        } catch {
            throw APIError(field: field, error.message)
        }
    }

    func apply(to c: inout Cutout) throws(APIError) {
        var form = ObservationInput.Form(members: members)
        form.read("directory") { value throws(FieldParsing.Problem) in c.directory = try Self.plainName(value) }
        Self.readField(&form, &c.fieldName, &c.fieldRA, &c.fieldDec, &c.fieldFOV, &c.cutoutSize)
        form.read("order") { value throws(FieldParsing.Problem) in c.order = try FieldParsing.integer(value) }
        form.read("visible") { value throws(FieldParsing.Problem) in c.visible = try FieldParsing.flag(value) }
        form.read("delete") { value throws(FieldParsing.Problem) in c.delete = try FieldParsing.flag(value) }
        form.read("observation_date") { value throws(FieldParsing.Problem) in
            c.observationDate = try FieldParsing.date(value)
        }
        form.read("observation_name") { value throws(FieldParsing.Problem) in
            c.observationName = try FieldParsing.optionalText(value, maximum: 100)
        }
        form.read("observation_quality") { value throws(FieldParsing.Problem) in
            c.observationQuality = try FieldParsing.optionalText(value, maximum: 30)
        }
        form.read("observation_taskID") { value throws(FieldParsing.Problem) in
            c.observationTaskID = try FieldParsing.text(value, maximum: 30)
        }
        form.read("cutout_quality") { value throws(FieldParsing.Problem) in
            c.cutoutQuality = try FieldParsing.text(value, maximum: 30)
        }
        form.read("status") { value throws(FieldParsing.Problem) in
            c.status = CutoutStatus(rawValue: try FieldParsing.text(value, maximum: 50, blankAllowed: false))
        }
        form.read("reason") { value throws(FieldParsing.Problem) in
            c.reason = try FieldParsing.optionalText(value, maximum: 10_000)
        }
        form.read("coverage") { value throws(FieldParsing.Problem) in c.coverage = try FieldParsing.number(value) }
        if !form.problems.isEmpty { throw APIError(fields: form.problems) }
    }

    func apply(to d: inout CutoutDirectory) throws(APIError) {
        var form = ObservationInput.Form(members: members)
        Self.readField(&form, &d.fieldName, &d.fieldRA, &d.fieldDec, &d.fieldFOV, &d.cutoutSize)
        form.read("visible") { value throws(FieldParsing.Problem) in d.visible = try FieldParsing.flag(value) }
        form.read("status") { value throws(FieldParsing.Problem) in
            d.status = try FieldParsing.text(value, maximum: 50, blankAllowed: false)
        }
        if !form.problems.isEmpty { throw APIError(fields: form.problems) }
    }

    private static func readField(
        _ form: inout ObservationInput.Form, _ name: inout String?, _ ra: inout Double?, _ dec: inout Double?,
        _ fov: inout Double?, _ size: inout Int?
    ) {
        form.read("field_name") { value throws(FieldParsing.Problem) in
            name = try FieldParsing.optionalText(value, maximum: 255)
        }
        form.read("field_ra") { value throws(FieldParsing.Problem) in ra = try FieldParsing.number(value) }
        form.read("field_dec") { value throws(FieldParsing.Problem) in dec = try FieldParsing.number(value) }
        form.read("field_fov") { value throws(FieldParsing.Problem) in fov = try FieldParsing.number(value) }
        form.read("cutout_size") { value throws(FieldParsing.Problem) in
            if case .null = value { size = nil } else { size = try FieldParsing.integer(value) }
        }
    }

    private static func plainName(_ value: JSONValue) throws(FieldParsing.Problem) -> String {
        let name = try FieldParsing.text(value, maximum: 255, blankAllowed: false)
        guard ArchiveFiles.isPlainName(name) else { throw .init("Enter a plain name without a folder.") }
        return name
    }
}
