import FITS
import Foundation
import Raster
import Sky
public import WCS

/// Astronomy Visualization Metadata (version 1.2): where in the sky a picture is, in its XMP packet.
///
/// AVM counts pixels as FITS does, from the lower left one, which is (1, 1).
public enum AVM {
    static let namespace = "http://www.communicatingastronomy.org/avm/1.0/"

    /// An XMP packet with the place of a picture.
    ///
    /// The plain tags hold a gnomonic projection that is right at the picture's centre; `Spatial.FITSheader` has the full solution
    /// with its distortion.
    ///
    /// - Parameters:
    ///   - wcs: of the picture, row 0 at the top.
    ///   - xmp: a packet whose other content is kept; AVM's spatial tags in it are replaced. One that is damaged is left out.
    ///   - limit: how many bytes the packet may have (65,502 in JPEG files); other content that does not fit is left out.
    public static func packet(_ wcs: WCS, merging xmp: String? = nil, limit: Int? = nil) throws -> String {
        let elements = try elements(wcs)
        let merged = xmp.flatMap { xmp in
            XMPPacket(xmp).changed(adding: elements) {
                $0.namespace == namespace && ($0.name.hasPrefix("Spatial.") || $0.name == "MetadataVersion") ? .remove : .keep
            }
        }
        guard let merged, merged.utf8.count <= limit ?? .max else { return XMPPacket.new(elements) }
        return merged
    }

    private static func elements(_ wcs: WCS) throws -> String {
        // The mean of both axes at the centre: AVM has no shear.
        let scale = wcs.pixelScale / 3600
        let (right, up) = (wcs.parity > 0 ? -scale : scale, scale)
        // As CROTA2: by how much north is to the left of up.
        let rotation = -wcs.orientationRowZeroOnTop
        let full = try wcs.flippedVertically().solutionCards.filter { $0.keyword != PixelFrame.keyword }
        let header = String(decoding: FITSHeader(cards: full).serialized(), as: UTF8.self).trimmingCharacters(in: .whitespaces)
        return [
            simple("MetadataVersion", "1.2"), simple("Spatial.CoordinateFrame", "ICRS"), simple("Spatial.Equinox", "J2000"),
            list("Spatial.ReferenceValue", [wcs.centre.ra, wcs.centre.dec]),
            list("Spatial.ReferenceDimension", [wcs.width, wcs.height]),
            list("Spatial.ReferencePixel", [Double(wcs.width + 1) / 2, Double(wcs.height + 1) / 2]),
            list("Spatial.Scale", [right, up]), simple("Spatial.Rotation", "\(rotation)"),
            simple("Spatial.CoordsystemProjection", "TAN"), simple("Spatial.Quality", "Full"),
            simple("Spatial.FITSheader", header),
        ].joined()
    }

    private static func simple(_ name: String, _ value: String) -> String {
        let escaped = value.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return element(name, escaped)
    }

    private static func list(_ name: String, _ values: [some CustomStringConvertible]) -> String {
        element(name, "<rdf:Seq xmlns:rdf=\"\(rdf)\">" + values.map { "<rdf:li>\($0)</rdf:li>" }.joined() + "</rdf:Seq>")
    }

    private static func element(_ name: String, _ content: String) -> String {
        "<avm:\(name) xmlns:avm=\"\(namespace)\">\(content)</avm:\(name)>\n"
    }

    private static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
}
