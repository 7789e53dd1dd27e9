/// The EXIF tags that are read, each with the directory it stands in.
enum EXIFTag: UInt16 {
    case make = 0x010F
    case model = 0x0110
    case orientation = 0x0112
    case exposureTime = 0x829A
    case iso = 0x8827
    case dateTimeOriginal = 0x9003
    case offsetTimeOriginal = 0x9011
    case focalLength = 0x920A
    case subSecTimeOriginal = 0x9291
    case focalLength35 = 0xA405
    case lensModel = 0xA434
    case gpsTimeStamp = 0x0007
    case gpsDateStamp = 0x001D

    enum Directory {
        case picture, exif, gps
    }

    var directory: Directory {
        switch self {
        case .make, .model, .orientation: .picture
        case .gpsTimeStamp, .gpsDateStamp: .gps
        default: .exif
        }
    }
}
