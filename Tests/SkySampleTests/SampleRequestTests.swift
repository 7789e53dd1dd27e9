import Sky
import SkySample
import Testing

struct SampleRequestTests {
    private func message(_ out: String, _ change: (inout SampleRequest) -> Void) -> String {
        var request = SampleRequest(centre: SkyPosition(ra: 0, dec: 0), field: 10, width: 100, height: 100, out: out)
        change(&request)
        do {
            _ = try SampleSky.render(request)
            return "rendered"
        } catch {
            return "\(error)"
        }
    }

    @Test func refusalsSayWhy() {
        #expect(message("sky.gif") { _ in }.contains(".jpg, .png, .tif or .fits"))
        #expect(message("sky.png") { $0.orientation = 6 }.contains("no EXIF orientation"))
        #expect(message("sky.jpg") { $0.orientation = 9 }.contains("not one of EXIF's"))
        #expect(message("sky.jpg") { $0.depth = 16 }.contains("8 bits"))
        #expect(message("sky.jpg") { $0.field = 0 }.contains("out of range"))
        #expect(message("sky.jpg") { $0.field = .nan }.contains("out of range"))
        #expect(message("sky.jpg") { $0.width = 3 }.contains("out of range"))
        #expect(message("sky.jpg") { $0.missing = 101 }.contains("missing"))
        #expect(message("sky.jpg") { $0.indexFolder = "/nowhere" }.contains("astrometry-data-tycho2"))
        #expect(
            message("sky.jpg") {
                $0.projection = .orthographic
                $0.field = 165
            }.contains("beyond what the projection"))
    }
}
