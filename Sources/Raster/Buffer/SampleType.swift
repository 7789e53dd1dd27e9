/// How one sample of a pixel is kept in memory, in native byte order.
public enum SampleType: Sendable {
    case u8, u16, f32

    public var bytes: Int {
        switch self {
        case .u8: 1
        case .u16: 2
        case .f32: 4
        }
    }
}
