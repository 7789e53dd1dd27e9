import PlateSolving
import Raster
import Testing

@Suite struct SolveHintsTests {
    private let size = PixelSize(width: 6000, height: 4000)

    @Test func nothingIsKnownWithoutHeaders() {
        #expect(SolveHints.from(capture: CaptureFacts(), size: size) == SolveHints())
    }

    @Test func focalLengthGivesTheScale() throws {
        var capture = CaptureFacts()
        capture.focalLength35 = 50
        let hints = SolveHints.from(capture: capture, size: size)
        // 50 mm on 36 mm × 24 mm: 46.8° along the diagonal of 7211 pixels, 23.4 arcsec each.
        let low = try #require(hints.scaleLow)
        let high = try #require(hints.scaleHigh)
        #expect(low < 20 && 27 < high)
        #expect(low > 8 && high < 60)
    }

    @Test func headersOfAMountGivePlaceAndScale() {
        var capture = CaptureFacts()
        (capture.raHint, capture.decHint, capture.pixelScaleHint) = (83.6, -5.4, 2)
        let hints = SolveHints.from(capture: capture, size: size)
        #expect(hints.ra == 83.6 && hints.dec == -5.4 && (hints.radius ?? 0) > 1)
        #expect((hints.scaleLow ?? 9) < 2 && (hints.scaleHigh ?? 0) > 2)
    }

    @Test(arguments: [0, -50, Double.nan, .infinity]) func nonsenseIsNoHint(_ focal: Double) {
        var capture = CaptureFacts()
        capture.focalLength35 = focal
        #expect(SolveHints.from(capture: capture, size: size) == SolveHints())
    }
}
