public import Foundation

/// A folder of cutouts of one position, below the archive's `cutouts/`.
public struct CutoutDirectory: Sendable, Hashable {
    /// The folder's plain name, unique.
    public var directory: String
    public var fieldName: String?
    /// Degrees, ICRS.
    public var fieldRA: Double?
    public var fieldDec: Double?
    /// Width of a cutout, degrees.
    public var fieldFOV: Double?
    /// Pixels.
    public var cutoutSize: Int?
    public var visible = true
    public var status = "job_created"

    public init(_ directory: String) { self.directory = directory }
}

/// A square piece of one observation's picture round a position, north up.
public struct Cutout: Sendable, Hashable {
    /// The file's plain name, unique over all folders.
    public var filename: String
    /// The folder it stands in, below the archive's `cutouts/`.
    public var directory: String
    public var fieldName: String?
    /// Degrees, ICRS.
    public var fieldRA: Double?
    public var fieldDec: Double?
    /// Width, degrees.
    public var fieldFOV: Double?
    /// Pixels.
    public var cutoutSize: Int?
    public var order = 0
    public var visible = false
    /// Marked to be deleted.
    public var delete = false
    public var observationDate: Date?
    public var observationName: String?
    public var observationQuality: String?
    public var observationTaskID: String
    public var cutoutQuality = "unknown"
    public var status: CutoutStatus = .created
    public var created: Date?

    /// Why it failed; nil unless it did.
    public var reason: String?
    /// The part of the square that the picture covers, 0 … 1.
    public var coverage: Double?

    public init(filename: String, directory: String, observationTaskID: String) {
        self.filename = filename
        self.directory = directory
        self.observationTaskID = observationTaskID
    }
}

/// Existing programs write these words; unknown ones are kept as they are.
public struct CutoutStatus: RawRepresentable, Sendable, Hashable, Codable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let created = Self(rawValue: "job_created")
    public static let done = Self(rawValue: "job_done")
    public static let failed = Self(rawValue: "job_failed")
}
