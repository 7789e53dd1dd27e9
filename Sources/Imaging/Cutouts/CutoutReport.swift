public import Annotation
public import Foundation
public import Raster
public import WCS

/// What was cut out.
public struct CutoutReport: Sendable {
    public let grid: CutoutGrid
    /// How much of the cutout's area the picture shows, 0 … 1. The rest is black, in float FITS files NaN.
    public let coverage: Double
    /// Where the centre is in the upright picture.
    public let pixel: PixelPoint
    /// Pixels of the picture for one of the cutout, along one axis.
    public let ratio: Double
    public let channels: Int
    /// Of the file that was written.
    public let sample: SampleType
    /// The picture is linear, and was made visible for a file that does not hold its samples.
    public let isStretched: Bool
    /// When the picture was taken, where it says so.
    public let date: Date?
    /// What of the picture the file could not take, in words.
    public let notes: [String]

    /// Of the upright cutout, row 0 at the top.
    public var wcs: WCS { grid.wcs }
}
