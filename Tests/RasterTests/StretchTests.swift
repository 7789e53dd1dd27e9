import Raster
import Testing

@Suite struct StretchTests {
    /// A sky of 1000 with a known spread: values 990...1010 equally often have the median 1000 and a median deviation of 5.
    @Test func backgroundAndNoiseAreMeasuredAndPlaced() {
        let picture = PixelBuffer(size: PixelSize(width: 210, height: 100), channels: 1, sample: .f32)
        let samples = picture.samples(as: Float.self)
        for index in samples.indices { samples[index] = Float(990 + index % 21) }
        samples[77] = 60000
        samples[78] = .nan
        let stretch = Stretch(measuring: picture)
        #expect(stretch.background == 1000)
        let black = 1000 - 5 * stretch.noise
        #expect(abs(stretch.noise - 7.413) < 1e-3)  // 5 * 1.4826
        #expect(abs(stretch.black - black) < 1e-3)
        #expect(abs(stretch.value(1000) - 0.15) < 1e-4, "the background lands where it is asked for")
        #expect(stretch.value(stretch.black) == 0 && stretch.value(.nan) == 0 && stretch.value(1e9) == 1)
        let shown = Stretch.applied(to: picture)
        let sky = withExtendedLifetime(shown) { shown.samples(as: UInt8.self)[10] }
        #expect(sky == 38)  // 0.15 * 255 = 38.25
    }
}
