import PlateSolving
import Testing

@Suite struct SolveRequestTests {
    /// The same field, 20° wide on 2000 pixels, told in each of nova's units.
    @Test(arguments: [
        (SolveRequest.ScaleUnits.degwidth, 18.0, 22.0), (.arcminwidth, 1080, 1320), (.arcsecperpix, 32.4, 39.6),
        // 36 mm at 20° ± 10 %: 113.6 and 92.6 mm; the longer lens has the smaller scale.
        (.focalmm, 92.61, 113.65),
    ])
    func unitsMeanTheSame(units: SolveRequest.ScaleUnits, low: Double, high: Double) throws {
        var request = SolveRequest()
        (request.units, request.scaleLower, request.scaleUpper) = (units, low, high)
        let hints = request.hints(width: 2000)
        #expect(abs(try #require(hints.scaleLow) - 32.4) < 0.02)
        #expect(abs(try #require(hints.scaleHigh) - 39.6) < 0.02)
    }

    @Test func whatSaysNothingIsNoHint() {
        var request = SolveRequest()
        // What programs send when they know nothing.
        (request.scaleLower, request.scaleUpper) = (0.1, 180)
        #expect(request.hints(width: 1000) == SolveHints())
        (request.scaleLower, request.scaleUpper) = (-1, 0)
        #expect(request.hints(width: 1000).scaleLow == nil)
        (request.ra, request.dec) = (10, 95)
        #expect(request.hints(width: 1000).ra == nil)
        (request.ra, request.dec) = (360, 0)
        let hints = request.hints(width: 0)
        #expect(hints.ra == 0 && hints.dec == 0 && hints.radius == 15)
    }
}
