import Foundation
import Sky
import SkySample

/// Sample pictures in files that go away after use.
enum Sample {
    static let hasIndex = FileManager.default.fileExists(atPath: "/usr/share/astrometry/index-tycho2-10.littleendian.fits")

    static func request(ra: Double, dec: Double, field: Double, width: Int = 600, height: Int = 400) -> SampleRequest {
        SampleRequest(centre: SkyPosition(ra: ra, dec: dec), field: field, width: width, height: height, out: "")
    }

    /// Renders into a temporary file and hands over the truth and the file's path.
    static func with<Result>(
        _ request: SampleRequest, as ending: String = "jpg", _ body: (SampleTruth, String) throws -> Result
    ) throws -> Result {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("sample-\(UUID().uuidString).\(ending)")
        defer { try? FileManager.default.removeItem(at: file) }
        var request = request
        request.out = file.path
        return try body(SampleSky.render(request), file.path)
    }

    static func truth(_ request: SampleRequest, as ending: String = "jpg") throws -> SampleTruth {
        try with(request, as: ending) { truth, _ in truth }
    }
}
