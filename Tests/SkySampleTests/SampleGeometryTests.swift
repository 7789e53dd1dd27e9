import Foundation
import Sky
import SkySample
import Testing
import WCS

@Suite(.enabled(if: Sample.hasIndex, "needs Debian's astrometry-data-tycho2"))
struct SampleGeometryTests {
    /// Golden numbers from astropy 7 (wcslib 8): ra and dec of the first and the last pixel for centre 123, 45, 40° in 1000
    /// × 800 pixels, up at 30° east of north; tolerance 1e-9°. The CD matrix given to astropy was made from the definition
    /// of the field with the plane radii of Calabretta and Greisen.
    @Test(arguments: [
        (SampleProjection.tan, 157.9917531986658, 43.30904651366965, 91.68588798084524, 36.593079413430765, 150.14849970125698),
        (.stereographic, 158.59166976368124, 43.18105703824121, 91.19351916820513, 36.36809884761331, 145.4802020478681),
        (.equidistant, 158.80508271670436, 43.13463880646792, 91.01855301692666, 36.28734737196094, 144.0),
        (.equalArea, 158.91587542500082, 43.11035653302159, 90.9277578078644, 36.245276397425854, 143.27003088652302),
        (.orthographic, 159.27854152396, 43.0299875475398, 90.63072908159609, 36.10684739828096, 141.09343719134637),
    ])
    func projections(
        projection: SampleProjection, ra1: Double, dec1: Double, ra2: Double, dec2: Double, scale: Double
    ) throws {
        var request = Sample.request(ra: 123, dec: 45, field: 40, width: 1000, height: 800)
        request.rotation = 30
        request.projection = projection
        let truth = try Sample.truth(request)
        let (first, last) = (truth.grid[0], truth.grid[80])
        #expect((first.x, first.y) == (0, 0))
        #expect((last.x, last.y) == (999, 799))
        #expect(abs(first.ra - ra1) < 1e-9 && abs(first.dec - dec1) < 1e-9, "\(first)")
        #expect(abs(last.ra - ra2) < 1e-9 && abs(last.dec - dec2) < 1e-9, "\(last)")
        #expect(abs(truth.pixelScale - scale) < 1e-9)
    }

    /// The header says the same as the lists of positions, for every kind of mapping: wcslib is asked.
    @Test(arguments: SampleProjection.allCases, [0, 6, -6])
    func headerAgreesWithGrid(projection: SampleProjection, distortion: Double) throws {
        for (ending, ra, dec, mirror) in [("jpg", 10.0, 89.9, false), ("fits", 359.9, -30, true), ("png", 200, -90, false)] {
            var request = Sample.request(ra: ra, dec: dec, field: 50, width: 300, height: 200)
            request.projection = projection
            request.distortion = distortion
            request.mirror = mirror
            request.rotation = -100
            let truth = try Sample.truth(request, as: ending)
            let wcs = try WCS(header: truth.header(), width: 300, height: 200, frame: .upright)
            for point in truth.grid + truth.corners {
                let sky = try wcs.sky(PixelPoint(x: point.x, y: point.y))
                #expect(sky.separation(to: SkyPosition(ra: point.ra, dec: point.dec)) < 1e-8, "\(point), got \(sky)")
            }
            #expect(wcs.parity == truth.parity)
            #expect(wcs.centre.separation(to: SkyPosition(ra: truth.ra, dec: truth.dec)) < 1e-8)
            let left = try wcs.sky(PixelPoint(x: -0.5, y: 99.5)).separation(to: wcs.sky(PixelPoint(x: 299.5, y: 99.5)))
            #expect(abs(left - 50) < 1e-7, "the middle row is \(left)° long")
        }
    }

    /// Up is where it was asked for, and east is on the left unless mirrored, in pictures stored from the top and from the
    /// bottom.
    @Test(arguments: ["jpg", "fits"], [false, true])
    func directions(ending: String, mirror: Bool) throws {
        var request = Sample.request(ra: 80, dec: 20, field: 2, width: 201, height: 201)
        request.rotation = 33
        request.mirror = mirror
        let truth = try Sample.truth(request, as: ending)
        let middle = SkyPosition(ra: truth.ra, dec: truth.dec)
        func angle(_ index: Int) -> Double {
            middle.positionAngle(to: SkyPosition(ra: truth.grid[index].ra, dec: truth.grid[index].dec))
        }
        // Of the 9 × 9 grid: 4 is the middle of the first row, 76 of the last, 36 of the first column.
        #expect(abs(angle(ending == "fits" ? 76 : 4) - 33) < 1e-6)
        #expect(abs(angle(36) - (mirror ? 303 : 123)) < 1e-6)
        #expect(truth.parity == ((ending == "fits") != mirror ? -1 : 1))
        let along = abs(remainder(truth.orientation - (ending == "fits" ? 33 : 213), 360))
        #expect(along < 1e-9, "\(truth.orientation)")
    }

    @Test func barrelAndPincushion() throws {
        var request = Sample.request(ra: 80, dec: 20, field: 10, width: 300, height: 300)
        let plain = try Sample.truth(request)
        request.distortion = -5
        let barrel = try Sample.truth(request)
        request.distortion = 5
        let pincushion = try Sample.truth(request)
        // The row's length is kept, so a barrel shows more of the sky in the corners and a pincushion less.
        #expect(barrel.radius > plain.radius && plain.radius > pincushion.radius)
        #expect(barrel.pixelScale < plain.pixelScale && plain.pixelScale < pincushion.pixelScale)
        #expect(abs(barrel.fieldHeight - 10) < 1e-9)
    }
}
