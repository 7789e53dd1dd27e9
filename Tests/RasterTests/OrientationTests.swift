import Raster
import Testing

@Suite struct OrientationTests {
    /// Letters of a 3 x 2 picture "abc/def" as each orientation shows them (EXIF 2.3, tag 0x0112).
    @Test(arguments: zip(
        Orientation.allCases, ["abcdef", "cbafed", "fedcba", "defabc", "adbecf", "daebfc", "fcebda", "cfbead"]))
    func allEight(orientation: Orientation, wanted: String) {
        for channels in [1, 3] {
            let stored = PixelBuffer(size: PixelSize(width: 3, height: 2), channels: channels, sample: .u16)
            for (index, letter) in "abcdef".utf8.enumerated() {
                for channel in 0..<channels {
                    stored.samples(as: UInt16.self)[index * channels + channel] = UInt16(letter)
                }
            }
            let upright = stored.oriented(orientation)
            #expect(upright.size == orientation.uprightSize(of: stored.size))
            let shown = upright.samples(as: UInt16.self).map { UInt8($0) }
            #expect(String(decoding: stride(from: 0, to: shown.count, by: channels).map { shown[$0] }, as: UTF8.self) == wanted)
        }
    }
}
