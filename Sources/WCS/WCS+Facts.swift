import FITS
public import Sky

extension WCS {
    /// Arcseconds per pixel at the centre, mean of the two axes.
    public var pixelScale: Double { local.mean * 3600 }

    /// Direction of growing y at the centre, degrees east of north, −180 … 180: what wcsinfo calls `orientation_center`.
    ///
    /// Growing y is "up" as FITS viewers show a picture. Where row 0 is shown at the top (JPEG, PNG, TIFF), growing y is down;
    /// the direction of up on the screen is then `orientationRowZeroOnTop`.
    public var orientation: Double { local.orientation }

    /// Direction of up where row 0 is shown at the top, degrees east of north, −180 … 180.
    public var orientationRowZeroOnTop: Double { orientation > 0 ? orientation - 180 : orientation + 180 }

    /// +1 where det(CD) > 0, the ordinary case for pictures with row 0 at the top; −1 otherwise.
    public var parity: Int { local.parity }

    /// Largest separation of the centre from a corner of the picture, degrees.
    public var radius: Double {
        let middle = centre.unitVector
        let outer = outline(stepsPerEdge: 1)
        return degrees(outer.map { $0.angle(to: middle) }.max() ?? 0)
    }

    /// Width of the picture in degrees: pixels times pixel scale.
    public var fieldWidth: Double { Double(width) * local.mean }

    /// Height of the picture in degrees: pixels times pixel scale.
    public var fieldHeight: Double { Double(height) * local.mean }

    /// The sky at pixels (0, 0), (w, 0), (w, h), (0, h), as an observation's `box` has them. What a projection does not
    /// reach is replaced by the last place it does reach on the way there from the centre.
    public var corners: [SkyPosition] {
        let (w, h) = (Double(width), Double(height))
        return reachable([(0, 0), (w, 0), (w, h), (0, h)].map { PixelPoint(x: $0.0, y: $0.1) })
    }
}
