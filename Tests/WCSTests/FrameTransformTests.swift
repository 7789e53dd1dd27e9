import Testing
import WCS

@Suite struct FrameTransformTests {
    /// Where the first stored pixel of a 4 x 3 picture is shown, for EXIF orientations 1 … 8 (EXIF 2.32, tag 274).
    @Test(arguments: [
        (1, 0.0, 0.0), (2, 3, 0), (3, 3, 2), (4, 0, 2), (5, 0, 0), (6, 2, 0), (7, 2, 3), (8, 0, 3),
    ])
    func firstPixel(_ orientation: Int, _ x: Double, _ y: Double) {
        let transform = FrameTransform(exifOrientation: orientation, storedWidth: 4, storedHeight: 3)
        #expect(transform.upright(PixelPoint(x: 0, y: 0)) == PixelPoint(x: x, y: y))
    }

    @Test(arguments: 1...8)
    func thereAndBack(_ orientation: Int) {
        let transform = FrameTransform(exifOrientation: orientation, storedWidth: 40, storedHeight: 30)
        let p = PixelPoint(x: 7.25, y: 21.5)
        #expect(transform.stored(transform.upright(p)) == p)
        #expect(transform.inverted.upright(transform.upright(p)) == p)
        #expect(transform.uprightWidth == (orientation > 4 ? 30 : 40))
    }

    @Test func nonsenseIsUpright() {
        #expect(FrameTransform(exifOrientation: 0, storedWidth: 4, storedHeight: 3).exifOrientation == 1)
        #expect(FrameTransform(exifOrientation: 99, storedWidth: 4, storedHeight: 3).exifOrientation == 1)
    }
}
