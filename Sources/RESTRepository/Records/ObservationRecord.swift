import Foundation
import Observations

/// Observations as the API writes them.
enum ObservationRecord {
    static let fields = RecordFields<Observation>(fields: [
        .text("task_type", \.taskType), .text("name", \.name), .text("instrument", \.instrument), .text("filter", \.filter),
        .text("taskID", \.taskID), .text("field_name", \.fieldName), .number("field_ra", \.fieldRA),
        .number("field_dec", \.fieldDec), .number("field_fov", \.fieldFOV), .text("box", \.box), .number("ra_min", \.raMin),
        .number("ra_max", \.raMax), .number("dec_min", \.decMin), .number("dec_max", \.decMax), .text("ra_dec_fov", \.raDecFOV),
        .date("date", \.date), .word("my_status", \.status), .text("astrometry_url", \.astrometryURL), .text("job", \.job),
        .text("quality", \.quality), .text("description", \.description), .key("parent", \.parent),
        .integer("exposure_in_seconds", \.exposureSeconds), .text("iso", \.iso), .integer("focal_length", \.focalLength),
        .integer("stacked_images", \.stackedImages), .number("magnitude", \.magnitude), .text("image_type", \.imageType),
        .flag("used_in_hips", \.usedInHips), .text("extra", \.extra), .text("transient", \.transient),
    ])

    static func read(_ json: JSON, _ backend: RESTBackend) throws -> Observation {
        let path = "observations2/"
        func wrong(_ reason: String) -> RESTError {
            .unexpected(backend: backend.access.base, call: path, reason: reason)
        }
        guard let id = json["id"]?.integer, json["taskID"]?.text != nil else { throw wrong("an observation without id or taskID") }
        var observation = Observation(taskID: "", name: "")
        observation.id = id
        try fields.read(json, into: &observation, backend: backend, path)
        if let facts = json["facts"] {
            do {
                let facts = try facts.decoded(as: ObservationFacts.self)
                facts.apply(to: &observation)
                observation.created = facts.created.map { Date(timeIntervalSince1970: $0) }
            } catch {
                throw wrong("the facts of observation \(id) cannot be read: \(error)")
            }
        } else {
            observation.products = products(json)
        }
        return observation
    }

    /// The members to write; `facts` for this server only.
    static func payload(_ before: Observation, _ after: Observation, ours: Bool) throws -> [String: JSON] {
        var members = fields.changes(from: before, to: after)
        if let status = members.removeValue(forKey: "my_status") { members["new_status"] = status }
        if ours && ObservationFacts(before) != ObservationFacts(after) { members["facts"] = try JSON(of: ObservationFacts(after)) }
        return members
    }

    /// What the existing backend does not refuse, and no record may hold.
    static func check(_ o: Observation) throws {
        func refuse(_ field: String, _ message: String) -> RepositoryError { .invalid(field: field, message: message) }
        if o.taskID.isEmpty { throw refuse("taskID", "This field may not be blank.") }
        if let ra = o.fieldRA, !ra.isFinite { throw refuse("field_ra", "A number is required.") }
        if let dec = o.fieldDec, !(-90...90).contains(dec) { throw refuse("field_dec", "A declination lies between -90 and 90 degrees.") }
        if let fov = o.fieldFOV, !fov.isFinite { throw refuse("field_fov", "A number is required.") }
        if let turn = o.exifOrientation, !(1...8).contains(turn) {
            throw refuse("exif_orientation", "An EXIF orientation lies between 1 and 8.")
        }
    }

    private static let derived = [
        "derived_raw_image": "raw", "derived_sky_plot_image": "sky_plot", "derived_annotated_image": "annotated",
        "derived_annotated_grid_image": "annotated_grid", "derived_annotated_grid_eq_image": "annotated_grid_eq",
        "derived_annotated_stars_image": "annotated_stars", "derived_sky_globe_image": "sky_globe", "derived_fits": "fits",
        "derived_annotated_transient_image": "annotated_transient", "derived_annotated_exoplanets_image": "annotated_exoplanets",
    ]

    /// The products that the existing backend shows: by the addresses of their files, without size. Others it keeps to itself.
    private static func products(_ json: JSON) -> [DataProduct] {
        // The raw picture's address is there before any product is; no size says so.
        guard let size = json["size"], size != .null else { return [] }
        var products: [DataProduct] = []
        for (member, type) in derived.sorted(by: { $0.value < $1.value }) {
            guard let last = json[member]?.text?.split(separator: "/").last, let name = last.removingPercentEncoding, name != "None"
            else { continue }
            products.append(DataProduct(filename: name, type: type, status: type == "raw" ? "raw" : "ready", size: 0))
        }
        return products
    }
}
