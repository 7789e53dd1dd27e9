import FITS
import Foundation
import Sky
import Testing
import WCS

/// No header may crash or hang: it works, or gives a WCSError.
@Suite struct HostileHeaderTests {
    private func header(_ changes: [String: FITSValue]) -> FITSHeader {
        var header = ProjectionGolden.cases[0].header
        for (keyword, value) in changes { header.set(keyword, value) }
        return header
    }

    @Test(
        arguments: [
            ["CD1_1": 0, "CD1_2": 0, "CD2_1": 0, "CD2_2": 0], ["CD1_1": 0, "CD2_1": 0], ["CD1_1": 1e300], ["CD1_1": "abc"],
            ["CTYPE1": "RA---XYZ"], ["CTYPE1": "RA---TAN", "CTYPE2": "DEC--SIN"], ["CTYPE1": "DEC--TAN"], ["CTYPE1": "FREQ"],
            ["CTYPE1": "", "CTYPE2": ""], ["CTYPE1": 5], ["CRPIX1": 1e12], ["CRVAL2": 1e12], ["A_ORDER": 99, "B_ORDER": 99],
            ["A_ORDER": -1, "B_ORDER": 2], ["RADESYS": "FK4"], ["EQUINOX": 1950.0], ["PV2_1": 1e300], ["CRPIX1": true],
        ] as [[String: FITSValue]])
    func refused(_ changes: [String: FITSValue]) {
        #expect(throws: WCSError.self) { try WCS(header: header(changes), width: 1000, height: 800, frame: .stored) }
    }

    @Test func noHeaderOrNoPicture() {
        #expect(throws: WCSError.self) { try WCS(header: FITSHeader(), width: 10, height: 10, frame: .stored) }
        #expect(throws: WCSError.self) { try WCS(header: header([:]), width: 0, height: 10, frame: .stored) }
        #expect(throws: WCSError.self) { try WCS(header: header([:]), width: 10, height: .max, frame: .stored) }
    }

    @Test func strangeQuestions() throws {
        let wcs = try WCS(header: header(["CTYPE1": "RA---SIN", "CTYPE2": "DEC--SIN"]), width: 1000, height: 800, frame: .stored)
        for x in [Double.nan, .infinity, -.infinity, 1e300, 1e9] {
            #expect(throws: WCSError.self) { try wcs.sky(PixelPoint(x: x, y: 0)) }
        }
        #expect(try wcs.pixel(SkyPosition(ra: 170, dec: -62)) == nil)
        #expect(try wcs.sky([PixelPoint]()).isEmpty)
    }

    @Test func mutatedHeaders() throws {
        let numbers: [Double] = [0, -0.0, 1, -1, 1e-300, 1e-9, 1e9, -1e9, 90, -90, 180, 360, 1e5, 0.5, 2, 3, 45, 89.999999]
        let keywords = [
            "CRPIX1", "CRPIX2", "CRVAL1", "CRVAL2", "CD1_1", "CD1_2", "CD2_1", "CD2_2", "LONPOLE", "LATPOLE",
            "PV1_0", "PV1_1", "PV1_2", "PV1_3", "PV1_4", "PV2_0", "PV2_1", "PV2_2", "PV2_3", "PV2_5", "PV2_20", "PV2_39",
            "A_ORDER", "B_ORDER", "A_2_0", "B_0_2", "A_9_0", "B_1_1", "EQUINOX",
        ]
        var random = Seeded(31)
        for index in 0..<2000 {
            var header = ProjectionGolden.cases[index % ProjectionGolden.cases.count].header
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                guard let keyword = keywords.randomElement(using: &random) else { continue }
                let number = numbers.randomElement(using: &random) ?? 0
                header.set(keyword, .real(Bool.random(using: &random) ? number : .random(in: -500...500, using: &random)))
            }
            do {
                let wcs = try WCS(header: header, width: 100, height: 80, frame: .stored)
                for p in [PixelPoint(x: 0, y: 0), PixelPoint(x: 50, y: 40), PixelPoint(x: 1e6, y: -1e6)] {
                    guard let sky = try wcs.sky([p])[0] else { continue }
                    _ = try wcs.pixel(sky)
                }
                _ = (wcs.footprintPolygon.raDecBounds, wcs.corners, wcs.radius)
                _ = try wcs.reoriented(FrameTransform(exifOrientation: 6, storedWidth: 100, storedHeight: 80))
            } catch is WCSError {}
        }
    }
}
