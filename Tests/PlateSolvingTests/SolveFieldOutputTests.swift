import PlateSolving
import Raster
import Testing

@Suite struct HintTests {
    @Test func nothingIsKnownWithoutHeaders() {
        #expect(SolveHints.from(capture: .init(), size: PixelSize(width: 100, height: 100)) == SolveHints())
    }
}
