import FITS
import Foundation
import Sky
import Testing
import WCS

@Suite(.enabled(if: SharedImages.areThere)) struct PhotoTests {
    @Test func solutionsAgreeWithAstropy() throws {
        var worst = 0.0
        for golden in PhotoGolden.points {
            let wcs = try SharedImages.solution(golden.file)
            let got = try wcs.sky(PixelPoint(x: golden.x, y: golden.y))
            worst = max(worst, got.separation(to: SkyPosition(ra: golden.ra, dec: golden.dec)) * 3600 / wcs.pixelScale)
        }
        // Issue 2 asks for 0.01 px.
        #expect(worst < 1e-6, "off by \(worst) px")
    }

    @Test func pixelsComeBack() throws {
        var random = Seeded(11)
        var worst = 0.0
        for file in Set(PhotoGolden.points.map(\.file)) {
            let wcs = try SharedImages.solution(file)
            for _ in 0..<100 {
                let p = PixelPoint(
                    x: .random(in: 0...Double(wcs.width), using: &random), y: .random(in: 0...Double(wcs.height), using: &random))
                let back = try #require(try wcs.pixel(wcs.sky(p)))
                worst = max(worst, hypot(back.x - p.x, back.y - p.y))
            }
        }
        #expect(worst < 1e-6, "off by \(worst) px")
    }

    /// truth.tsv rounds positions to 1e-6°, scales to 1e-5″, sizes to 1e-3°.
    @Test func factsAreThoseOfTheTruth() throws {
        for row in try SharedImages.truth() {
            let wcs = try SharedImages.solution(row[0])
            let numbers = row.map { Double($0) ?? .nan }
            let off = wcs.centre.separation(to: SkyPosition(ra: numbers[4], dec: numbers[5]))
            #expect(off < 1e-6, "\(row[0]): centre off by \(off)°")
            // Of this one truth.tsv gives another solution's scale: the WCS given has 5.91805 at the centre, by astropy too.
            let isOther = row[0] == "exoplot-24mp.jpg"
            let scale = isOther ? 5.918053 : numbers[6]
            #expect(abs(wcs.pixelScale - scale) < 2e-5, "\(row[0]): \(wcs.pixelScale) for \(scale)")
            guard !isOther else { continue }
            #expect(abs(wcs.fieldWidth - numbers[7]) < 1e-3 && abs(wcs.fieldHeight - numbers[8]) < 1e-3, "\(row[0])")
            #expect(Double(wcs.parity) == numbers[9], "\(row[0])")
        }
    }
}
