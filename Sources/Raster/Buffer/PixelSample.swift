/// A sample that pixel loops can be written for once; they are specialised for each type by the compiler.
///
/// Everything is inlinable, as loops in other rooms would otherwise make a call for each sample.
package protocol PixelSample: BitwiseCopyable {
    static var type: SampleType { get }
    /// What stands for full brightness when samples are converted from one type into another.
    static var fullScale: Float { get }
    /// Whether there are values that are no numbers.
    static var hasBlanks: Bool { get }
    var asFloat: Float { get }
    /// Rounded and kept within the type's range; what is no number becomes 0 in the integer types.
    init(nearest value: Float)
}

extension UInt8: PixelSample {
    @inlinable package static var type: SampleType { .u8 }
    @inlinable package static var hasBlanks: Bool { false }
    @inlinable package static var fullScale: Float { 255 }
    @inlinable @inline(__always) package var asFloat: Float { Float(self) }
    @inlinable @inline(__always) package init(nearest value: Float) { self = UInt8(Swift.min(255, Swift.max(0, value)) + 0.5) }
}

extension UInt16: PixelSample {
    @inlinable package static var type: SampleType { .u16 }
    @inlinable package static var hasBlanks: Bool { false }
    @inlinable package static var fullScale: Float { 65535 }
    @inlinable @inline(__always) package var asFloat: Float { Float(self) }
    @inlinable @inline(__always) package init(nearest value: Float) { self = UInt16(Swift.min(65535, Swift.max(0, value)) + 0.5) }
}

extension Float: PixelSample {
    @inlinable package static var type: SampleType { .f32 }
    @inlinable package static var hasBlanks: Bool { true }
    @inlinable package static var fullScale: Float { 1 }
    @inlinable @inline(__always) package var asFloat: Float { self }
    @inlinable @inline(__always) package init(nearest value: Float) { self = value }
}
