import Foundation
import Observations
import Raster

extension Observation {
    /// The record of a photo that has just been placed in the archive.
    init(photo file: LandingFile, facts: PictureFacts, taken: CaptureDate, intent: IngestIntent) {
        let title = FileNameParts(file.name).stem
        self.init(taskID: intent.taskID, name: title)
        description = title
        fieldName = title
        (fieldRA, fieldDec, fieldFOV) = (0, 0, 0)
        status = .raw
        date = taken.date
        dateSource = taken.source
        sha256 = intent.digest.sha256
        originalFile = intent.originalFile
        format = facts.format.rawValue
        (width, height) = (facts.uprightSize.width, facts.uprightSize.height)
        exifOrientation = facts.orientation.rawValue
        take(facts.capture)
        products = [
            DataProduct(
                filename: intent.rawFile, type: "raw", status: "raw", size: intent.digest.size, sha256: intent.digest.sha256)
        ]
    }

    /// What the camera says; what it does not say stays as the record's defaults have it.
    private mutating func take(_ capture: CaptureFacts) {
        camera = capture.camera
        lens = capture.lens
        exposureTime = capture.exposureSeconds
        isoSpeed = capture.iso
        focalLengthMillimetres = capture.focalLength
        if let camera = capture.camera { instrument = capture.lens.map { "\(camera) - \($0)" } ?? camera }
        if let seconds = capture.exposureSeconds { exposureSeconds = Self.whole(seconds) ?? exposureSeconds }
        if let speed = capture.iso { iso = String(speed) }
        if let length = capture.focalLength { focalLength = Self.whole(length) ?? focalLength }
    }

    /// Headers may hold any number; the record holds sensible ones.
    private static func whole(_ value: Double) -> Int? {
        guard value.isFinite, (0...1e9).contains(value) else { return nil }
        return Int(value.rounded())
    }
}
