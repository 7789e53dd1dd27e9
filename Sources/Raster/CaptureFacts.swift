public import Foundation

/// What a picture's headers say about how and when it was taken, as far as they say it.
public struct CaptureFacts: Sendable, Hashable, Codable {
    public var camera: String?
    public var lens: String?
    public var exposureSeconds: Double?
    public var iso: Int?
    /// In mm.
    public var focalLength: Double?
    /// Focal length that gives the same field on 36 mm × 24 mm, in mm.
    public var focalLength35: Double?
    /// As EXIF has it, `yyyy:MM:dd HH:mm:ss`, in the camera's zone.
    public var dateTimeOriginal: String?
    /// The digits after the decimal point of the seconds.
    public var subSeconds: String?
    /// The camera's zone, as in `+01:00`.
    public var offset: String?
    /// UTC, from GPSDateStamp and GPSTimeStamp.
    public var gpsDateTime: Date?
    /// UTC, from the FITS card DATE-OBS.
    public var dateObs: Date?
    /// Where a header says that the picture points, in degrees (ICRS or close to it).
    public var raHint: Double?
    public var decHint: Double?
    /// In arcsec per stored pixel.
    public var pixelScaleHint: Double?

    public init() {}
}
