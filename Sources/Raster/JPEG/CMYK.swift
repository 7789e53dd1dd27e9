/// Printing inks as light, without a colour profile: what an ink does not absorb remains.
enum CMYK {
    /// - Parameter inverted: 0 is full ink, as Adobe's programs write it into JPEG files.
    static func convert(_ inks: UnsafeBufferPointer<UInt8>, inverted: Bool, into rgb: UnsafeMutablePointer<UInt8>) {
        let flip: UInt8 = inverted ? 0 : 255
        for x in 0..<inks.count / 4 {
            let black = UInt32(inks[4 * x + 3] ^ flip)
            for channel in 0..<3 {
                let light = UInt32(inks[4 * x + channel] ^ flip) &* black
                rgb[3 * x + channel] = UInt8(truncatingIfNeeded: (light &+ 127) / 255)
            }
        }
    }
}
