import FITS
import Foundation
import Sky
import Testing
import WCS

@Suite struct ReframingTests {
    static let names = ["TAN", "TAN-SIP", "ZEA-SIP", "TPV", "SCAMP", "CROTA", "LATITUDE FIRST", "GALACTIC"]

    private func wcs(_ name: String) throws -> WCS {
        let golden = try #require(ProjectionGolden.cases.first { $0.name == name })
        return try WCS(header: golden.header, width: 1000, height: 800, frame: .stored)
    }

    private func points(_ count: Int, seed: UInt64) -> [PixelPoint] {
        var random = Seeded(seed)
        return (0..<count).map { _ in
            PixelPoint(x: .random(in: -0.5...999.5, using: &random), y: .random(in: -0.5...799.5, using: &random))
        }
    }

    /// Largest distance in pixels of `new` between where a pixel went and where its sky says it is; the header read again as well.
    private func worst(_ old: WCS, _ new: WCS, _ map: (PixelPoint) -> PixelPoint) throws -> Double {
        let reread = try WCS(
            header: FITSHeader(parsing: new.header.serialized()), width: new.width, height: new.height, frame: new.frame)
        var worst = 0.0
        for point in points(200, seed: 3) {
            let sky = try old.sky(point)
            for candidate in [new, reread] {
                let pixel = try #require(try candidate.pixel(sky))
                let wanted = map(point)
                worst = max(worst, hypot(pixel.x - wanted.x, pixel.y - wanted.y))
            }
        }
        return worst
    }

    @Test(arguments: names, 1...8)
    func orientations(_ name: String, _ orientation: Int) throws {
        let old = try wcs(name)
        let transform = FrameTransform(exifOrientation: orientation, storedWidth: 1000, storedHeight: 800)
        let new = try old.reoriented(transform)
        #expect(new.frame == .upright && new.width == transform.uprightWidth && new.height == transform.uprightHeight)
        #expect(PixelFrame(markedIn: new.header) == .upright)
        #expect(try worst(old, new, transform.upright) < 1e-6)
        #expect(new.parity == ([1, 3, 6, 8].contains(orientation) ? old.parity : -old.parity))
        #expect(new.centre.separation(to: old.centre) < 1e-10)
    }

    @Test(arguments: names, [4.0, 0.25, 2.7])
    func scaling(_ name: String, _ factor: Double) throws {
        let old = try wcs(name)
        let new = try old.scaled(by: factor, width: Int(1000 * factor), height: Int(800 * factor))
        let off = try worst(old, new) { PixelPoint(x: ($0.x + 0.5) * factor - 0.5, y: ($0.y + 0.5) * factor - 0.5) }
        #expect(off < 1e-6)
        #expect(abs(new.pixelScale * factor / old.pixelScale - 1) < 1e-6)
        #expect(new.header.integer("IMAGEW") == new.width)
    }

    @Test(arguments: names)
    func flip(_ name: String) throws {
        let old = try wcs(name)
        #expect(try worst(old, old.flippedVertically()) { PixelPoint(x: $0.x, y: 799 - $0.y) } < 1e-6)
    }

    /// The approximate inverse that others use must follow too: AP and BP undo A and B as well as before.
    @Test func approximateInverseFollows() throws {
        var header = try wcs("TAN-SIP").header
        for (keyword, value) in [("AP_2_0", -3e-6), ("AP_1_1", 2e-6), ("BP_1_1", -5e-6), ("BP_0_2", -2e-6)] {
            header.set(keyword, .real(value))
        }
        header.set("AP_ORDER", 2)
        header.set("BP_ORDER", 2)
        let old = try WCS(header: header, width: 1000, height: 800, frame: .stored)
        let new = try old.reoriented(FrameTransform(exifOrientation: 6, storedWidth: 1000, storedHeight: 800))
        // Orientation 6: x′ = h − 1 − y, y′ = x, so AP′ is −BP and BP′ is AP with u = v′, v = −u′.
        #expect(new.header.double("AP_1_1") == -5e-6)
        #expect(new.header.double("AP_2_0") == 2e-6)
        #expect(new.header.double("BP_0_2") == -3e-6)
        #expect(new.header.double("BP_1_1") == -2e-6)
    }

    @Test func wrongSizesAreRefused() throws {
        let old = try wcs("TAN")
        #expect(throws: WCSError.self) {
            try old.reoriented(FrameTransform(exifOrientation: 6, storedWidth: 800, storedHeight: 1000))
        }
        #expect(throws: WCSError.self) { try old.scaled(by: 0, width: 10, height: 10) }
        #expect(throws: WCSError.self) { try old.scaled(by: .nan, width: 10, height: 10) }
    }
}
