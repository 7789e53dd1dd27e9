import FITS
import Imaging
import Raster
import Sky
import Testing
import WCS

/// Results of existing archives speak of stored pixels; everything is drawn on and shown upright.
@Suite struct SolutionFrameTests {
    private static let stored = PixelSize(width: 300, height: 200)
    /// House pixels of the stored picture at which "known stars" are.
    private static let stars = [PixelPoint(x: 250, y: 20), PixelPoint(x: 3, y: 190), PixelPoint(x: 149, y: 99)]

    /// A distorted field: 300 x 200 stored pixels of 100″, mirrored or not.
    private func header(mirrored: Bool, marked frame: PixelFrame? = nil) -> FITSHeader {
        var header = FITSHeader()
        header.set("CTYPE1", .string("RA---TAN-SIP"))
        header.set("CTYPE2", .string("DEC--TAN-SIP"))
        header.set("CRVAL1", .real(83.8))
        header.set("CRVAL2", .real(-5.4))
        header.set("CRPIX1", .real(140.5))
        header.set("CRPIX2", .real(110.25))
        header.set("CD1_1", .real(mirrored ? 0.025 : -0.025))
        header.set("CD1_2", .real(0.012))
        header.set("CD2_1", .real(0.012))
        header.set("CD2_2", .real(0.025))
        for (key, value) in [("A_2_0", 2e-5), ("A_1_1", -1e-5), ("A_0_2", 3e-5), ("B_2_0", -1e-5), ("B_0_2", 2e-5)] {
            header.set(key, .real(value))
        }
        header.set("A_ORDER", .integer(2))
        header.set("B_ORDER", .integer(2))
        if let frame { header.set("ASTFRAME", .string(frame.rawValue)) }
        return header
    }

    /// Where the picture's own turning puts a pixel: a light is drawn at it, the picture turned, and the light looked for.
    private func turned(_ point: PixelPoint, _ orientation: Orientation) throws -> PixelPoint {
        let picture = PixelBuffer(size: Self.stored, channels: 1, sample: .u8)
        picture.row(Int(point.y), as: UInt8.self)[Int(point.x)] = 255
        let upright = picture.oriented(orientation)
        for y in 0..<upright.height {
            if let x = upright.row(y, as: UInt8.self).firstIndex(of: 255) { return PixelPoint(x: Double(x), y: Double(y)) }
        }
        throw WCSError("the light is gone")
    }

    @Test(arguments: Orientation.allCases, [false, true])
    func aKnownStarOfAStoredFrameIsWhereTheUprightPictureShowsIt(orientation: Orientation, mirrored: Bool) throws {
        let header = header(mirrored: mirrored)
        let original = try WCS(header: header, width: Self.stored.width, height: Self.stored.height, frame: .stored)
        let upright = try SolutionFrame.upright(header, stored: Self.stored, orientation: orientation)
        let size = orientation.uprightSize(of: Self.stored)
        #expect(upright.frame == .upright)
        #expect((upright.width, upright.height) == (size.width, size.height))
        for star in Self.stars {
            let position = try original.sky(star)
            let place = try turned(star, orientation)
            let found = try #require(try upright.pixel(position))
            // The acceptance asks for 0.1 px; the change of frame is exact, what is left is the inverse distortion's 1e-4.
            #expect(abs(found.x - place.x) < 2e-4 && abs(found.y - place.y) < 2e-4, "\(found) \(place)")
            // And through the header that is written: another program reads the same.
            let reread = try WCS(header: upright.header, width: size.width, height: size.height, frame: .upright)
            #expect(try reread.sky(place).unitVector.angle(to: position.unitVector) < 1e-9)
        }
    }

    @Test(arguments: Orientation.allCases)
    func whatWasSolvedHereIsLeftAsItIs(orientation: Orientation) throws {
        let header = header(mirrored: false, marked: .upright)
        let size = orientation.uprightSize(of: Self.stored)
        let solved = try WCS(header: header, width: size.width, height: size.height, frame: .upright)
        let upright = try SolutionFrame.upright(header, stored: Self.stored, orientation: orientation)
        for star in Self.stars {
            #expect(try upright.sky(star).unitVector.angle(to: solved.sky(star).unitVector) == 0)
        }
    }

    @Test func theMarkOfAConvertedHeaderIsNotConvertedAgain() throws {
        let once = try SolutionFrame.upright(header(mirrored: false), stored: Self.stored, orientation: .init(rawValue: 6) ?? .up)
        var header = once.header
        for card in once.solutionCards { if let value = card.value { header.set(card.keyword, value) } }
        let twice = try SolutionFrame.upright(header, stored: Self.stored, orientation: .init(rawValue: 6) ?? .up)
        let place = PixelPoint(x: 20, y: 250)
        #expect(try once.sky(place).unitVector.angle(to: twice.sky(place).unitVector) < 1e-12)
    }
}
