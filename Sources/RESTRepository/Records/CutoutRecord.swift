import Foundation
import Observations

/// Cutouts and their folders as the API writes them.
enum CutoutRecord {
    static let fields = RecordFields<Cutout>(fields: [
        .text("directory", \.directory), .text("field_name", \.fieldName), .number("field_ra", \.fieldRA),
        .number("field_dec", \.fieldDec), .number("field_fov", \.fieldFOV), .integer("cutout_size", \.cutoutSize),
        .integer("order", \.order), .flag("visible", \.visible), .flag("delete", \.delete),
        .date("observation_date", \.observationDate), .text("observation_name", \.observationName),
        .text("observation_quality", \.observationQuality), .text("observation_taskID", \.observationTaskID),
        .text("cutout_quality", \.cutoutQuality), .word("status", \.status), .text("reason", \.reason),
        .number("coverage", \.coverage),
    ])

    static let directoryFields = RecordFields<CutoutDirectory>(fields: [
        .text("directory", \.directory), .text("field_name", \.fieldName), .number("field_ra", \.fieldRA),
        .number("field_dec", \.fieldDec), .number("field_fov", \.fieldFOV), .integer("cutout_size", \.cutoutSize),
        .flag("visible", \.visible), .text("status", \.status),
    ])

    /// The order of a list: by `order`, then the observation's date, then the name.
    static func key(_ c: Cutout) -> (Int, Date, String) { (c.order, c.observationDate ?? .distantPast, c.filename) }

    static func check(_ c: Cutout) throws {
        try checkName(c.filename, "filename")
        try checkName(c.directory, "directory")
        if let coverage = c.coverage, !(0...1).contains(coverage) {
            throw RepositoryError.invalid(field: "coverage", message: "A part of a square lies between 0 and 1.")
        }
    }

    /// Names become files and parts of addresses.
    static func checkName(_ name: String, _ field: String) throws {
        let isPlain =
            !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 255
            && !name.unicodeScalars.contains { $0 == "/" || $0.properties.generalCategory == .control }
        if !isPlain { throw RepositoryError.invalid(field: field, message: "A plain name without a folder is needed.") }
    }
}
