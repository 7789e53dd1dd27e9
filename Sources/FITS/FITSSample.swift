/// How samples lie in memory when an image is written.
public enum FITSSample: Sendable, Hashable, CaseIterable {
    /// Unsigned bytes: BITPIX 8.
    case u8
    /// Unsigned 16 bit: BITPIX 16 with BZERO 32768.
    case u16
    /// Floating point: BITPIX −32; NaN is "undefined".
    case f32

    public var bytes: Int {
        switch self {
        case .u8: 1
        case .u16: 2
        case .f32: 4
        }
    }

    var bitpix: Int {
        switch self {
        case .u8: 8
        case .u16: 16
        case .f32: -32
        }
    }
}
