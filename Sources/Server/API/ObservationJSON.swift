import Foundation
import Observations

/// Writes observations as the existing system does: names, types and order of its fields.
struct ObservationJSON {
    /// Address of the archive's files, without a slash at its end.
    let dataHost: String
    /// Records with all that this server knows of them, and a child's own fields rather than its master's.
    var whole = false
    /// Masters of the observations that are written.
    var parents: [Int64: Observation] = [:]
    /// Children of those that have any.
    var children: [Int64: [Observation]] = [:]

    private static let productFields: [(key: StaticString, type: String)] = [
        ("derived_sky_plot_image", "sky_plot"), ("derived_annotated_image", "annotated"),
        ("derived_annotated_grid_image", "annotated_grid"), ("derived_annotated_grid_eq_image", "annotated_grid_eq"),
        ("derived_annotated_stars_image", "annotated_stars"), ("derived_sky_globe_image", "sky_globe"),
        ("derived_fits", "fits"), ("derived_annotated_transient_image", "annotated_transient"),
        ("derived_annotated_exoplanets_image", "annotated_exoplanets"),
    ]

    func write(_ o: Observation, to json: inout JSONWriter) {
        let parent = o.parent.flatMap { parents[$0] }
        json.object { json in
            json.member("id", o.id)
            json.member("task_type", o.taskType)
            json.member("name", o.name)
            json.member("instrument", o.instrument)
            json.member("filter", o.filter)
            json.member("taskID", o.taskID)
            json.member("field_name", o.fieldName)
            json.member("field_ra", o.fieldRA)
            json.member("field_dec", o.fieldDec)
            json.member("field_fov", o.fieldFOV)
            json.member("box", o.box)
            json.member("ra_min", o.raMin)
            json.member("ra_max", o.raMax)
            json.member("dec_min", o.decMin)
            json.member("dec_max", o.decMax)
            json.member("ra_dec_fov", o.raDecFOV)
            // A child shows its master's date, as in the existing system; its own stays in the record.
            json.member("date", (parent == nil || whole ? o.date : parent?.date).map(DateTime.text))
            json.member("size", o.products.isEmpty ? nil : o.products.reduce(Int64(0)) { $0 &+ $1.size })
            writeProducts(of: o, to: &json)
            json.member("my_status", o.status.rawValue)
            json.member("new_status", o.status.rawValue)
            json.member("astrometry_url", o.astrometryURL)
            json.member("job", o.job)
            json.member("url", "")
            json.member("quality", o.quality)
            json.member("description", o.description)
            json.member("parent", o.parent)
            if let parent { json.member("derived_parent_taskid", parent.taskID) }
            json.member("exposure_in_seconds", o.exposureSeconds)
            json.member("iso", o.iso)
            json.member("focal_length", o.focalLength)
            json.member("stacked_images", o.stackedImages)
            json.member("magnitude", o.magnitude)
            json.member("image_type", o.imageType)
            json.key("used_in_hips")
            json.value(o.usedInHips)
            json.key("children")
            json.array { json in
                for child in children[o.id] ?? [] {
                    json.value("\(child.taskID) - \(child.name) - \(child.fieldName ?? "None")")
                }
            }
            json.member("extra", o.extra)
            json.member("transient", o.transient)
            if whole { json.facts(of: o) }
        }
    }

    static func version(_ observation: Observation) -> RecordVersion {
        RecordVersion { json in
            var writer = ObservationJSON(dataHost: "")
            writer.whole = true
            writer.write(observation, to: &json)
        }
    }

    private func writeProducts(of o: Observation, to json: inout JSONWriter) {
        let raw = o.products.last { $0.type == "raw" }?.filename ?? "\(o.taskID)_raw.jpg"
        json.member("derived_raw_image", address(o.taskID, raw))
        for field in Self.productFields {
            let product = o.products.last { $0.type == field.type }
            json.member(field.key, product.map { address(o.taskID, $0.filename) })
        }
    }

    /// A field of the sky map. Its `derived_fits` of a missing file ends in "None", as clients know it.
    func writeBox(_ o: Observation, to json: inout JSONWriter) {
        json.object { json in
            json.member("taskID", o.taskID)
            json.member("name", o.name)
            json.member("field_ra", o.fieldRA)
            json.member("field_dec", o.fieldDec)
            json.member("field_fov", o.fieldFOV)
            json.member("field_name", o.fieldName)
            json.member("box", o.box)
            json.member("image_type", o.imageType)
            json.member("quality", o.quality)
            let fits = o.products.last { $0.type == "fits" }?.filename ?? "None"
            json.member("derived_fits", address(o.taskID, fits))
        }
    }

    func address(_ taskID: String, _ file: String) -> String {
        "\(dataHost)/\(Self.segment(taskID))/\(Self.segment(file))"
    }

    /// A name as a part of an address; the ordinary ones stand as they are.
    static func segment(_ name: String) -> String {
        let plain = name.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "._-".utf8.contains(byte)
        }
        return plain ? name : QueryParameters.encode(name)
    }
}

extension JSONWriter {
    fileprivate mutating func facts(of observation: Observation) {
        key("facts")
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Numbers that JSON does not know are the one thing that it refuses.
        if let facts = try? encoder.encode(ObservationFacts(observation)) { value(json: facts) } else { null() }
    }

    mutating func member(_ name: StaticString, _ text: String?) {
        key(name)
        value(text)
    }

    mutating func member(_ name: StaticString, _ number: Double?) {
        key(name)
        value(number)
    }

    mutating func member<I: BinaryInteger>(_ name: StaticString, _ number: I?) {
        key(name)
        value(number)
    }
}
