/// A sample that pixel loops can be written for once; they are specialised for each type by the compiler.
package protocol PixelSample: BitwiseCopyable {
    static var type: SampleType { get }
    /// What stands for full brightness when samples are converted from one type into another.
    static var fullScale: Float { get }
    var asFloat: Float { get }
    /// Rounded and kept within the type's range; what is no number becomes 0 in the integer types.
    init(nearest value: Float)
}

extension UInt8: PixelSample {
    package static var type: SampleType { .u8 }
    package static var fullScale: Float { 255 }
    @inline(__always) package var asFloat: Float { Float(self) }
    @inline(__always) package init(nearest value: Float) { self = UInt8(Swift.min(255, Swift.max(0, value)) + 0.5) }
}

extension UInt16: PixelSample {
    package static var type: SampleType { .u16 }
    package static var fullScale: Float { 65535 }
    @inline(__always) package var asFloat: Float { Float(self) }
    @inline(__always) package init(nearest value: Float) { self = UInt16(Swift.min(65535, Swift.max(0, value)) + 0.5) }
}

extension Float: PixelSample {
    package static var type: SampleType { .f32 }
    package static var fullScale: Float { 1 }
    @inline(__always) package var asFloat: Float { self }
    @inline(__always) package init(nearest value: Float) { self = value }
}
