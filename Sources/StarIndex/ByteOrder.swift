/// The order in which the numbers of an index file are stored: that of the machine that made it.
enum ByteOrder: Sendable {
    case little, big

    static var native: ByteOrder { 1.littleEndian == 1 ? .little : .big }

    /// From an `ENDIAN` card: the bytes of the number 0x01020304 as stored.
    init?(card: String) {
        switch card {
        case "04:03:02:01": self = .little
        case "01:02:03:04": self = .big
        default: return nil
        }
    }
}
