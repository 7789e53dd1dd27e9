/// The remapping of pixels between a picture as stored and upright: turns by 90° and mirrorings, exact.
public struct FrameTransform: Sendable, Hashable {
    /// EXIF orientation, 1 … 8; anything else counts as 1.
    public let exifOrientation: Int
    public let storedWidth: Int
    public let storedHeight: Int

    /// Applied in this order to a stored pixel: mirror in x, mirror in y (each within the stored size), then swap x and y.
    let mirrorsX: Bool
    let mirrorsY: Bool
    let transposes: Bool

    public init(exifOrientation: Int, storedWidth: Int, storedHeight: Int) {
        self.exifOrientation = (1...8).contains(exifOrientation) ? exifOrientation : 1
        self.storedWidth = storedWidth
        self.storedHeight = storedHeight
        // EXIF 2.32, tag 274: which sides of the shown picture row 0 and column 0 of the stored one are.
        switch self.exifOrientation {
        case 2: (mirrorsX, mirrorsY, transposes) = (true, false, false)
        case 3: (mirrorsX, mirrorsY, transposes) = (true, true, false)
        case 4: (mirrorsX, mirrorsY, transposes) = (false, true, false)
        case 5: (mirrorsX, mirrorsY, transposes) = (false, false, true)
        case 6: (mirrorsX, mirrorsY, transposes) = (false, true, true)
        case 7: (mirrorsX, mirrorsY, transposes) = (true, true, true)
        case 8: (mirrorsX, mirrorsY, transposes) = (true, false, true)
        default: (mirrorsX, mirrorsY, transposes) = (false, false, false)
        }
    }

    public var uprightWidth: Int { transposes ? storedHeight : storedWidth }
    public var uprightHeight: Int { transposes ? storedWidth : storedHeight }

    /// The transform back: its "stored" pixels are this one's upright ones.
    public var inverted: FrameTransform {
        let back = [6: 8, 8: 6][exifOrientation] ?? exifOrientation
        return FrameTransform(exifOrientation: back, storedWidth: uprightWidth, storedHeight: uprightHeight)
    }

    public func upright(_ p: PixelPoint) -> PixelPoint {
        let x = mirrorsX ? Double(storedWidth - 1) - p.x : p.x
        let y = mirrorsY ? Double(storedHeight - 1) - p.y : p.y
        return transposes ? PixelPoint(x: y, y: x) : PixelPoint(x: x, y: y)
    }

    public func stored(_ p: PixelPoint) -> PixelPoint {
        let (x, y) = transposes ? (p.y, p.x) : (p.x, p.y)
        return PixelPoint(
            x: mirrorsX ? Double(storedWidth - 1) - x : x, y: mirrorsY ? Double(storedHeight - 1) - y : y)
    }
}
