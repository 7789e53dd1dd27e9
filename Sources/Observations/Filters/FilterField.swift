/// A field that lists can be filtered and put in order by, under its name in the REST API.
public struct FilterField: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case text, number, integer, flag
        /// Compared as seconds since 1970.
        case date
    }

    public let name: String
    public let kind: Kind

    init(_ name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }
}

extension FilterField {
    public static let observation = fields([
        (.integer, ["id", "parent", "exposure_in_seconds", "focal_length", "stacked_images"]),
        (
            .text,
            [
                "task_type", "name", "instrument", "filter", "taskID", "field_name", "my_status", "astrometry_url", "job", "quality",
                "description", "iso", "image_type", "ra_dec_fov", "box", "extra", "transient",
            ]
        ),
        (.number, ["field_ra", "field_dec", "field_fov", "ra_min", "ra_max", "dec_min", "dec_max", "magnitude"]),
        (.flag, ["used_in_hips"]), (.date, ["date"]),
    ])

    public static let job = fields([
        (.integer, ["id"]),
        (.text, ["job_service", "queue", "celery_id", "command", "parameters", "extra", "status", "result"]),
        (.date, ["creationTime"]),
    ])

    public static let cutout = fields([
        (
            .text,
            [
                "filename", "directory", "field_name", "observation_name", "observation_quality", "observation_taskID", "cutout_quality",
                "status",
            ]
        ),
        (.number, ["field_ra", "field_dec", "field_fov"]), (.integer, ["cutout_size", "order"]), (.flag, ["visible", "delete"]),
        (.date, ["observation_date", "creationTime"]),
    ])

    public static let collection = fields([
        (.integer, ["id"]), (.text, ["name", "collection_type", "description"]), (.date, ["date"]),
    ])

    public static let exoplanet = fields([
        (
            .text,
            [
                "pl_name", "hostname", "pl_letter", "hd_name", "hip_name", "tic_name", "gaia_name", "disc_facility", "discoverymethod",
                "soltype", "st_spectype",
            ]
        ),
        (.integer, ["id", "sy_snum", "sy_pnum", "disc_year"]),
        (.number, ["pl_orbper", "pl_rade", "pl_bmasse", "ra", "dec", "sy_dist", "sy_vmag"]),
    ])

    public static let asteroid = fields([
        (.text, ["designation"]), (.integer, ["id", "number"]),
        (.number, ["absolute_magnitude", "visual_magnitude", "ra", "dec", "semimajor_axis", "eccentricity", "inclination"]),
        (.date, ["timestamp"]),
    ])

    public static let comet = fields([
        (.text, ["designation"]), (.integer, ["id"]),
        (.number, ["absolute_magnitude", "visual_magnitude", "ra", "dec", "perihelion_distance", "eccentricity", "inclination"]),
        (.date, ["timestamp", "perihelion_time"]),
    ])

    /// By name.
    private static func fields(_ lists: [(Kind, [String])]) -> [String: FilterField] {
        var fields: [String: FilterField] = [:]
        for (kind, names) in lists { for name in names { fields[name] = FilterField(name, kind) } }
        return fields
    }
}
