/// The values of an EXIF block without their places, to be written elsewhere: from TIFF files into others and back.
///
/// Notes of camera makers that point to places within their block lose what they point to; the block itself is kept wherever the
/// format can take it as it is.
struct EXIFTree: Equatable {
    struct Value: Equatable {
        var tag: UInt16
        var type: Int
        var count: Int
        /// Little-endian.
        var bytes: [UInt8]
    }

    /// Of the first directory, those that describe the picture and not how its pixels are stored.
    var picture: [Value] = []
    var exif: [Value] = []
    var gps: [Value] = []
    var interoperability: [Value] = []

    var isEmpty: Bool { picture.isEmpty && exif.isEmpty && gps.isEmpty }

    /// Description, make, model, resolution, software, date, artist, host, copyright, rating, and Windows' texts.
    static let describing: Set<UInt16> = [
        0x010E, 0x010F, 0x0110, 0x011A, 0x011B, 0x0128, 0x0131, 0x0132, 0x013B, 0x013C, 0x4746, 0x4749, 0x8298,
        0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F,
    ]

    /// The widest block of text or notes that is carried along.
    static let valueBytesMax = 1 << 20

    init() {}

    init(_ layout: EXIFLayout) {
        func values(_ directory: EXIFLayout.Directory?) -> [Value] {
            Self.tidied(
                (directory?.entries ?? []).map {
                    Value(
                        tag: $0.tag, type: $0.type, count: $0.count,
                        bytes: Self.little(Array(layout.bytes[$0.value]), type: $0.type, bigEndian: layout.bigEndian))
                })
        }
        picture = values(layout.picture).filter { Self.describing.contains($0.tag) }
        (exif, gps, interoperability) = (values(layout.exif), values(layout.gps), values(layout.interoperability))
    }

    /// Of a TIFF file, or of camera raw built like one.
    init(_ structure: TIFFStructure) {
        guard let first = structure.directories.first else { return }
        func values(_ directory: TIFFStructure.Directory?, only wanted: Set<UInt16>? = nil) -> [Value] {
            var room = Self.valueBytesMax
            return Self.tidied(
                (directory?.entries ?? [:]).compactMap { tag, entry in
                    guard wanted?.contains(tag) ?? true, let bytes = structure.bytes(entry, limit: room) else { return nil }
                    room -= bytes.count
                    return Value(
                        tag: tag, type: entry.type, count: entry.count,
                        bytes: Self.little(bytes, type: entry.type, bigEndian: structure.bigEndian))
                })
        }
        func below(_ tag: UInt16, of parent: TIFFStructure.Directory?) -> TIFFStructure.Directory? {
            guard let parent, let place = structure.integers(tag, in: parent).first else { return nil }
            return try? structure.read(at: place).0
        }
        let exifDirectory = below(EXIFPointer.exif, of: first)
        picture = values(first, only: Self.describing)
        exif = values(exifDirectory)
        gps = values(below(EXIFPointer.gps, of: first))
        interoperability = values(below(EXIFPointer.interoperability, of: exifDirectory))
    }

    /// In the order of their tags, each once, without places and types that only newer TIFF knows.
    private static func tidied(_ values: [Value]) -> [Value] {
        let pointers: Set<UInt16> = [EXIFPointer.exif, EXIFPointer.gps, EXIFPointer.interoperability, 0x014A]
        var seen: Set<UInt16> = []
        return values.filter { (1...12).contains($0.type) && !pointers.contains($0.tag) && seen.insert($0.tag).inserted }
            .sorted { $0.tag < $1.tag }
    }

    private static func little(_ bytes: [UInt8], type: Int, bigEndian: Bool) -> [UInt8] {
        // Fractions are two numbers of four bytes.
        let width = type == 5 || type == 10 ? 4 : TIFFStructure.width(of: type)
        guard bigEndian, width > 1 else { return bytes }
        return stride(from: 0, to: bytes.count, by: width).flatMap { bytes[$0..<$0 + width].reversed() }
    }
}
