public import Foundation

/// What was handed in at once: a picture, several in one archive, or a list of stars.
public struct NovaSubmission: Sendable, Hashable {
    public var id: Int64
    /// Of the key it was handed in with.
    public var key: Int64
    public var filename: String
    public var created: Date
    /// When it was first opened, and when all its pictures were found.
    public var started: Date?
    public var finished: Date?
    public var error: String?
    public var images: [NovaImage]
}

/// A picture of a submission and its solve; image, job and calibration have one number.
public struct NovaImage: Sendable, Hashable {
    public enum State: String, Sendable {
        case waiting, solving, success, failure
    }

    public var id: Int64
    public var submission: Int64
    public var filename: String
    public var state: State
    public var started: Date?
    public var finished: Date?
    /// Why it failed.
    public var reason: String?
    public var calibration: NovaCalibration?
}

/// Where a picture points, in nova's terms.
public struct NovaCalibration: Sendable, Hashable, Codable {
    /// The centre, degrees.
    public var ra: Double
    public var dec: Double
    /// From the centre to a corner, degrees.
    public var radius: Double
    public var widthArcsec: Double
    public var heightArcsec: Double
    /// Arcsec per pixel.
    public var pixscale: Double
    /// Degrees east of north: 0 … 360 of up for pictures whose first row is on top, −180 … 180 of growing y for FITS.
    public var orientation: Double
    /// The sign of det(CD).
    public var parity: Double
}

/// Why a call cannot be answered; the message is for the one who asked.
public enum NovaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such submission, job or file.
    case unknown(String)
    /// It cannot be had as things stand.
    case refused(String)

    public var description: String {
        switch self {
        case .unknown(let text), .refused(let text): text
        }
    }
}
