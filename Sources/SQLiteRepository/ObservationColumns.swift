import Foundation
import GRDB
import Observations

/// The columns of table `observation` after its id, and which field of the record stands in each, in one order.
enum ObservationColumns {
    static let names = [
        "task_id", "task_type", "name", "instrument", "filter", "field_name", "field_ra", "field_dec",
        "field_fov", "box", "ra_min", "ra_max", "dec_min", "dec_max", "ra_dec_fov", "date", "status",
        "astrometry_url", "job", "quality", "description", "parent", "exposure_seconds", "iso",
        "focal_length", "stacked_images", "magnitude", "image_type", "used_in_hips", "extra", "transient",
        "reason", "sha256", "original_file", "date_source", "camera", "lens", "exposure_time", "iso_speed",
        "focal_length_mm", "format", "width", "height", "exif_orientation", "solve_request", "created",
    ]

    static func values(_ o: Observation) -> [(any DatabaseValueConvertible)?] {
        [
            o.taskID, o.taskType, o.name, o.instrument, o.filter, o.fieldName, o.fieldRA, o.fieldDec,
            o.fieldFOV, o.box, o.raMin, o.raMax, o.decMin, o.decMax, o.raDecFOV,
            o.date?.timeIntervalSince1970, o.status.rawValue, o.astrometryURL, o.job, o.quality,
            o.description, o.parent, o.exposureSeconds, o.iso, o.focalLength, o.stackedImages, o.magnitude,
            o.imageType, o.usedInHips, o.extra, o.transient, o.reason, o.sha256, o.originalFile,
            o.dateSource, o.camera, o.lens, o.exposureTime, o.isoSpeed, o.focalLengthMillimetres, o.format,
            o.width, o.height, o.exifOrientation, o.solveRequest, o.created?.timeIntervalSince1970,
        ]
    }

    /// - Parameter row: id, the columns of `names`, then those of `SolutionRows.names`.
    static func observation(_ row: Row) -> Observation {
        var reader = RowReader(row)
        let id: Int64 = reader.next()
        let taskID: String = reader.next()
        let taskType: String = reader.next()
        var o = Observation(taskID: taskID, name: reader.next())
        o.id = id
        o.taskType = taskType
        o.instrument = reader.next()
        o.filter = reader.next()
        o.fieldName = reader.optional()
        o.fieldRA = reader.optional()
        o.fieldDec = reader.optional()
        o.fieldFOV = reader.optional()
        o.box = reader.optional()
        o.raMin = reader.optional()
        o.raMax = reader.optional()
        o.decMin = reader.optional()
        o.decMax = reader.optional()
        o.raDecFOV = reader.optional()
        o.date = reader.date()
        o.status = ObservationStatus(rawValue: reader.next())
        o.astrometryURL = reader.next()
        o.job = reader.next()
        o.quality = reader.next()
        o.description = reader.next()
        o.parent = reader.optional()
        o.exposureSeconds = reader.next()
        o.iso = reader.next()
        o.focalLength = reader.next()
        o.stackedImages = reader.next()
        o.magnitude = reader.optional()
        o.imageType = reader.next()
        o.usedInHips = reader.next()
        o.extra = reader.optional()
        o.transient = reader.optional()
        o.reason = reader.optional()
        o.sha256 = reader.optional()
        o.originalFile = reader.optional()
        o.dateSource = reader.optional()
        o.camera = reader.optional()
        o.lens = reader.optional()
        o.exposureTime = reader.optional()
        o.isoSpeed = reader.optional()
        o.focalLengthMillimetres = reader.optional()
        o.format = reader.optional()
        o.width = reader.optional()
        o.height = reader.optional()
        o.exifOrientation = reader.optional()
        o.solveRequest = reader.optional()
        o.created = reader.date()
        o.solution = SolutionRows.solution(&reader)
        return o
    }
}
