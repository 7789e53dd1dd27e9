import CEXIF

/// The EXIF block of a JPEG or PNG file, read by libexif.
final class EXIFBlock: EXIFSource {
    /// What an EXIF block begins with, before its TIFF header.
    static let prefix: [UInt8] = Array("Exif\0\0".utf8)

    private let data: UnsafeMutablePointer<ExifData>

    /// - Parameter bytes: beginning with "Exif\0\0".
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 14, let data = exif_data_new() else { return nil }
        self.data = data
        bytes.withUnsafeBufferPointer { exif_data_load_data(data, $0.baseAddress, UInt32(bytes.count)) }
    }

    deinit { exif_data_unref(data) }

    func text(_ tag: EXIFTag) -> String? {
        guard let entry = entry(tag), entry.format == EXIF_FORMAT_ASCII, let bytes = entry.data else { return nil }
        return headerText(UnsafeBufferPointer(start: bytes, count: Int(entry.size)))
    }

    func numbers(_ tag: EXIFTag) -> [Double] {
        guard let entry = entry(tag), let bytes = entry.data else { return [] }
        let width = Int(exif_format_get_size(entry.format))
        guard width > 0 else { return [] }
        let order = exif_data_get_byte_order(data)
        return (0..<min(Int(entry.components), Int(entry.size) / width, 16)).compactMap { index in
            let at = bytes + index * width
            switch entry.format {
            case EXIF_FORMAT_BYTE: return Double(at.pointee)
            case EXIF_FORMAT_SHORT: return Double(exif_get_short(at, order))
            case EXIF_FORMAT_LONG: return Double(exif_get_long(at, order))
            case EXIF_FORMAT_SLONG: return Double(exif_get_slong(at, order))
            case EXIF_FORMAT_RATIONAL:
                let value = exif_get_rational(at, order)
                return value.denominator == 0 ? nil : Double(value.numerator) / Double(value.denominator)
            case EXIF_FORMAT_SRATIONAL:
                let value = exif_get_srational(at, order)
                return value.denominator == 0 ? nil : Double(value.numerator) / Double(value.denominator)
            default: return nil
            }
        }
    }

    private func entry(_ tag: EXIFTag) -> ExifEntry? {
        // In libexif's order: picture, thumbnail, EXIF, GPS, interoperability.
        let (picture, _, exif, gps, _) = data.pointee.ifd
        let content =
            switch tag.directory {
            case .picture: picture
            case .exif: exif
            case .gps: gps
            }
        guard let content else { return nil }
        return exif_content_get_entry(content, ExifTag(UInt32(tag.rawValue)))?.pointee
    }
}
