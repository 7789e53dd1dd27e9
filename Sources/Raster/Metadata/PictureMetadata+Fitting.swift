import Foundation

extension PictureMetadata {
    /// The metadata for an upright picture of a size: EXIF and XMP say orientation 1 and this size, and hold no thumbnail of what
    /// the picture was before.
    ///
    /// - Parameter channels: 1 for a grey picture, else 3: a colour profile of another kind of pixel is left out.
    /// - Returns: the metadata, and in words what was left out.
    func fitted(to size: PixelSize, channels: Int) -> (metadata: PictureMetadata, leftOut: [String]) {
        var fitted = PictureMetadata()
        var leftOut: [String] = []
        if let icc {
            if ICCProfile.isOne(icc), ICCProfile.fits(icc, channels: channels) {
                fitted.icc = icc
            } else {
                leftOut.append("the colour profile, which is of another kind of pixel")
            }
        }
        if let exif {
            fitted.exif = EXIFLayout(exif)?.fitted(to: size)
            if fitted.exif == nil { leftOut.append("the EXIF block, which is damaged") }
        }
        if let xmp {
            fitted.xmp = Self.fitted(xmp, to: size)
            if fitted.xmp == nil { leftOut.append("the XMP packet, which is damaged") }
            if xmp.contains("HasExtendedXMP") { leftOut.append("the extended part of the XMP packet, which only JPEG files have") }
        }
        return (fitted, leftOut)
    }

    private static func fitted(_ xmp: String, to size: PixelSize) -> String? {
        let (tiff, exif, xap) = ("http://ns.adobe.com/tiff/1.0/", "http://ns.adobe.com/exif/1.0/", "http://ns.adobe.com/xap/1.0/")
        let changed = XMPPacket(xmp).changed { property in
            switch (property.namespace, property.name) {
            case (tiff, "Orientation"): .set("1")
            case (tiff, "ImageWidth"), (exif, "PixelXDimension"): .set("\(size.width)")
            case (tiff, "ImageLength"), (exif, "PixelYDimension"): .set("\(size.height)")
            case (xap, "Thumbnails"): .remove
            // Points to a part of the packet that only JPEG files have, and that is not carried along.
            case ("http://ns.adobe.com/xmp/note/", "HasExtendedXMP"): .remove
            default: .keep
            }
        }
        return changed.map(unpadded)
    }

    /// Without the room that writers leave for later changes, some kilobytes of blanks.
    private static func unpadded(_ xmp: String) -> String {
        guard let end = xmp.range(of: "<?xpacket end", options: .backwards) else { return xmp }
        let before = xmp[..<end.lowerBound]
        guard let last = before.lastIndex(where: { !$0.isWhitespace }) else { return xmp }
        return before[...last] + "\n" + xmp[end.lowerBound...]
    }
}
