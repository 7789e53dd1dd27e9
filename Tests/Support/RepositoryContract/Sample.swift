import Foundation
package import Observations
package import Sky

/// Observations for tests.
package enum Sample {
    package static func plain(_ taskID: String, status: ObservationStatus = .raw) -> Observation {
        var o = Observation(taskID: taskID, name: "IMG \(taskID)")
        o.status = status
        return o
    }

    /// Every field has a value of its own, so that none can stand in another's place; of words that clients choose from, one of them.
    package static func full(_ taskID: String) -> Observation {
        var o = plain(taskID)
        o.taskType = "master"
        o.instrument = "Powershot G15"
        o.filter = "None"
        o.fieldName = "field name"
        (o.fieldRA, o.fieldDec, o.fieldFOV) = (10.125, 20.25, 3.5)
        o.box = "1,2,3,4,5,6,7,8"
        (o.raMin, o.raMax, o.decMin, o.decMax) = (9, 11, 19, 21)
        o.raDecFOV = "2, 2"
        o.date = Date(timeIntervalSince1970: 1_700_000_000.123)
        o.astrometryURL = "url"
        o.job = "job"
        o.quality = "quality"
        o.description = "description"
        (o.exposureSeconds, o.focalLength, o.stackedImages) = (31, 32, 33)
        o.iso = "800"
        o.magnitude = 12.5
        o.imageType = "deep sky"
        o.usedInHips = false
        (o.extra, o.transient, o.reason) = ("extra", "transient", "reason")
        o.sha256 = String(repeating: "a", count: 64)
        (o.originalFile, o.dateSource, o.camera, o.lens) = ("original", "DATE-OBS", "camera", "lens")
        (o.exposureTime, o.isoSpeed, o.focalLengthMillimetres) = (0.004, 1600, 134.5)
        (o.format, o.width, o.height, o.exifOrientation) = ("jpeg", 6000, 4000, 6)
        o.solution = solution(SkyPosition(ra: 10, dec: 20), radius: 1.5)
        o.products = [
            DataProduct(
                filename: "z.jpg", type: "raw", status: "raw", size: 5_000_000_000, sha256: String(repeating: "c", count: 64)),
            DataProduct(filename: "a.fits", type: "fits", size: 0),
        ]
        return o
    }

    /// A square field, `radius` degrees from centre to corner.
    package static func solution(_ centre: SkyPosition, radius: Double, turn: Double = 45) -> SolutionFacts {
        let footprint = (0..<4).map { point(centre, radius, turn + 90 * Double($0)) }
        return SolutionFacts(
            centre: centre, radius: radius, pixelScale: 1.25, orientation: -33.5, parity: -1, footprint: footprint,
            corners: [SkyPosition(ra: 359.99, dec: -1), SkyPosition(ra: 0.01, dec: 1)], frame: "upright",
            matchedStars: 41, logOdds: 99.5, engine: "engine", index: "index", seconds: 2.5, limitingMagnitude: 14.25)
    }

    /// The direction `distance` degrees from `centre` at a position angle in degrees east of north.
    package static func point(_ centre: SkyPosition, _ distance: Double, _ angle: Double) -> UnitVector {
        let (c, a, d) = (centre.unitVector, radians(centre.ra), radians(centre.dec))
        let east = UnitVector(x: -sin(a), y: cos(a), z: 0)
        let north = UnitVector(x: -sin(d) * cos(a), y: -sin(d) * sin(a), z: cos(d))
        let (r, t) = (radians(distance), radians(angle))
        return UnitVector(
            directionOf: cos(r) * c.x + sin(r) * (cos(t) * north.x + sin(t) * east.x),
            cos(r) * c.y + sin(r) * (cos(t) * north.y + sin(t) * east.y),
            cos(r) * c.z + sin(r) * (cos(t) * north.z + sin(t) * east.z))
    }
}
