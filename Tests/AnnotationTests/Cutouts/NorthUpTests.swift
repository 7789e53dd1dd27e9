import Annotation
import Raster
import Sky
import Testing
import WCS

@Suite struct NorthUpTests {
    @Test(arguments: [("TAN", 30.0, 0.01, false), ("TAN", 200, 0.05, true), ("ZEA", 77, 0.4, false), ("ARC", 140, 0.5, true)], [0.0, 89.5])
    func allCornersAreShown(given: (String, Double, Double, Bool), dec: Double) throws {
        let (width, height) = (300, 200)
        let wcs = try MadeSky.wcs(
            MadeSky.header(
                given.0, ra: 0.3, dec: dec, width: width, height: height, scale: given.2, turn: given.1, mirrored: given.3), width, height)
        let plan = try NorthUp.plan(wcs)
        #expect(plan.width * plan.height < 3 * width * height + 20_000)
        #expect(abs(plan.pixelScale / wcs.pixelScale - 1) < 0.01)
        let edges = (0...20).map { Double($0) / 20 }.flatMap {
            [($0, 0.0), ($0, 1.0), (0.0, $0), (1.0, $0)]
        }.map { PixelPoint(x: $0.0 * Double(width - 1), y: $0.1 * Double(height - 1)) }
        for place in try plan.pixels(wcs.sky(edges).compactMap { $0 }) {
            let place = try #require(place)
            #expect(place.x > -0.5 && place.x < Double(plan.width) - 0.5 && place.y > -0.5 && place.y < Double(plan.height) - 0.5)
        }
        // North is up at the centre.
        let centre = try #require(try plan.pixel(wcs.centre))
        let up = try plan.sky(PixelPoint(x: centre.x, y: centre.y - 2))
        if dec < 80 { #expect(min(wcs.centre.positionAngle(to: up), 360 - wcs.centre.positionAngle(to: up)) < 0.01) }
        #expect(plan.parity == 1)
    }

    @Test func theTurnedPictureShowsTheSameSky() throws {
        let wcs = try MadeSky.wcs(
            MadeSky.header("TAN", ra: 10, dec: 40, width: 300, height: 200, scale: 0.02, turn: 140, mirrored: true), 300, 200)
        let waves = 2 * Double.pi / radians(40 * 0.02)
        func canvas(_ wcs: WCS) throws -> CanvasBuffer {
            let canvas = CanvasBuffer(size: PixelSize(width: wcs.width, height: wcs.height))
            let picture = try MadeSky.picture(wcs, waves: waves)
            for y in 0..<wcs.height {
                let row = picture.row(y, as: Float.self)
                for x in 0..<wcs.width {
                    canvas.rowPointer(y)[4 * x] = UInt8(row[x] * 255 + 0.5)
                    canvas.rowPointer(y)[4 * x + 2] = UInt8(row[x] * 200 + 0.5)
                }
            }
            return canvas
        }
        let plan = try NorthUp.plan(wcs)
        let (turned, truth) = (try NorthUp.apply(canvas(wcs), from: wcs, to: plan), try canvas(plan))
        var shown = 0, worst = 0, off = 0
        for y in 0..<plan.height {
            for x in 0..<plan.width where turned.rowPointer(y)[4 * x] > 0 {
                shown += 1
                if abs(Int(turned.rowPointer(y)[4 * x]) - Int(truth.rowPointer(y)[4 * x])) > 2 { off += 1 }
                worst = max(worst, abs(Int(turned.rowPointer(y)[4 * x]) - Int(truth.rowPointer(y)[4 * x])))
                worst = max(worst, abs(Int(turned.rowPointer(y)[4 * x + 2]) - Int(truth.rowPointer(y)[4 * x + 2])))
                #expect(turned.rowPointer(y)[4 * x + 1] == 0)
            }
        }
        // Brightness changes by up to 16 a pixel. Only along the edges, some 1,000 pixels, half of what a pixel averages is missing.
        #expect(abs(Double(shown) / 60_000 - 1) < 0.02 && off < 1000 && worst <= 20, "\(shown) \(off) \(worst)")
        #expect(throws: WCSError.self) { try NorthUp.apply(CanvasBuffer(size: PixelSize(width: 20, height: 20)), from: wcs, to: plan) }
    }
}
