public import Foundation
public import Sky

/// One photo (or a project of several, `taskType` master) and all that is known of it.
///
/// Names follow the existing system's record; what it does not have stands in the second half.
public struct Observation: Sendable, Hashable, Identifiable {
    public var id: Int64 = 0
    /// yymmdd of the picture's date and a running number, unique: the name of its folder.
    public var taskID: String
    public var taskType = "observation"
    public var name: String
    public var instrument = "Canon 2000D - Samyang 135"
    public var filter = "CLS"
    public var fieldName: String?
    /// Degrees, ICRS.
    public var fieldRA: Double?
    public var fieldDec: Double?
    /// Radius of the field in degrees.
    public var fieldFOV: Double?
    /// ra,dec of the four corners, comma separated, as `box` of the existing system.
    public var box: String?
    /// Right ascension runs east from `raMin` to `raMax`; `raMin` > `raMax` where the field holds RA 0h.
    public var raMin: Double?
    public var raMax: Double?
    public var decMin: Double?
    public var decMax: Double?
    /// "width, height" of the field in degrees.
    public var raDecFOV: String?
    /// Middle or begin of the exposure, UTC.
    public var date: Date?
    public var status: ObservationStatus = .defined
    public var astrometryURL = "http://nova.astrometry.net"
    /// The solver's submission or job.
    public var job = ""
    public var quality = "good"
    public var description = ""
    /// The id of the master it belongs to.
    public var parent: Int64?
    public var exposureSeconds = 0
    public var iso = "none"
    /// Millimetres.
    public var focalLength = 135
    public var stackedImages = 1
    public var magnitude: Double?
    public var imageType = "other"
    public var usedInHips = true
    public var extra: String?
    public var transient: String?

    /// Why it failed; nil unless it did.
    public var reason: String?
    /// SHA-256 of the original in lower-case hexadecimal.
    public var sha256: String?
    /// The original's name below the archive's `raw/`.
    public var originalFile: String?
    /// Where the date came from: `DATE-OBS`, `EXIF offset`, `EXIF GPS`, `EXIF zone`, `file`.
    public var dateSource: String?
    /// Camera as the picture names it.
    public var camera: String?
    public var lens: String?
    /// Seconds, as the picture says it.
    public var exposureTime: Double?
    public var isoSpeed: Int?
    /// Millimetres, as the picture says it.
    public var focalLengthMillimetres: Double?
    /// `jpeg`, `png`, `tiff`, `fits`, `raw`.
    public var format: String?
    /// Pixels, upright.
    public var width: Int?
    public var height: Int?
    /// EXIF orientation 1 … 8 of the stored picture.
    public var exifOrientation: Int?
    /// What its owner asks of the solver, JSON.
    public var solveRequest: String?
    public var solution: SolutionFacts?
    public var products: [DataProduct] = []
    public var created: Date?

    public init(taskID: String, name: String) {
        self.taskID = taskID
        self.name = name
    }
}
