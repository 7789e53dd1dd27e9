import Raster
import Testing

@Suite struct DebayerTests {
    /// Each of the four patterns on a mosaic of flat colours gives the flat colours back, also at the edges.
    @Test(arguments: ["RGGB", "BGGR", "GRBG", "GBRG"], [7, 8])
    func flatColoursComeBack(name: String, height: Int) throws {
        let pattern = try #require(BayerPattern(name))
        let mosaic = PixelBuffer(size: PixelSize(width: 9, height: height), channels: 1, sample: .u16)
        for y in 0..<height {
            for x in 0..<9 {
                let colour = pattern.colours[x & 1 | (y & 1) << 1]
                mosaic.row(y, as: UInt16.self)[x] = [100, 200, 300][colour]
            }
        }
        let rgb = Debayer.rgb(mosaic, pattern: pattern)
        let values = withExtendedLifetime(rgb) { Array(rgb.samples(as: UInt16.self)) }
        let wanted: [UInt16] = (0..<27 * height).map { index in [100, 200, 300][index % 3] }
        #expect(values == wanted)
    }

    /// Bilinear interpolation by hand, RGGB, at the red pixel (2, 2) of a mosaic of values 10 y + x².
    @Test func neighboursAreAveraged() throws {
        let mosaic = PixelBuffer(size: PixelSize(width: 5, height: 5), channels: 1, sample: .f32)
        for y in 0..<5 { for x in 0..<5 { mosaic.row(y, as: Float.self)[x] = Float(10 * y + x * x) } }
        let rgb = Debayer.rgb(mosaic, pattern: try #require(BayerPattern("RGGB")))
        let row = withExtendedLifetime(rgb) { Array(rgb.row(2, as: Float.self)) }
        // Green: (21 + 29 + 14 + 34) / 4; blue: (11 + 19 + 31 + 39) / 4.
        #expect(Array(row[6..<9]) == [24, 24.5, 25])
        #expect(BayerPattern("RGBG") == nil && BayerPattern("RGG") == nil)
    }
}
