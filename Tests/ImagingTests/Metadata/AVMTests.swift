import FITS
import Foundation
import Imaging
import Raster
import Sky
import Testing
import WCS

@Suite struct AVMTests {
    private static func wcs(mirrored: Bool, turned: Double, distorted: Bool = false) throws -> WCS {
        let scale = 0.01
        let (sine, cosine) = (sin(turned * .pi / 180), cos(turned * .pi / 180))
        var header = FITSHeader()
        header.set("CTYPE1", .string(distorted ? "RA---TAN-SIP" : "RA---TAN"))
        header.set("CTYPE2", .string(distorted ? "DEC--TAN-SIP" : "DEC--TAN"))
        for (key, value) in [
            ("CRVAL1", 83.8), ("CRVAL2", 35.0), ("CRPIX1", 150.5), ("CRPIX2", 100.5),
            ("CD1_1", (mirrored ? 1 : -1) * scale * cosine), ("CD1_2", scale * sine),
            ("CD2_1", (mirrored ? -1 : 1) * scale * sine), ("CD2_2", scale * cosine),
        ] { header.set(key, .real(value)) }
        if distorted {
            header.set("A_ORDER", .integer(2))
            header.set("B_ORDER", .integer(2))
            header.set("A_2_0", .real(2e-5))
            header.set("B_1_1", .real(-3e-5))
        }
        return try WCS(header: header, width: 300, height: 200, frame: .upright)
    }

    private func values(_ name: String, _ packet: String) throws -> [String] {
        let start = try #require(packet.range(of: "<avm:\(name) "))
        let open = try #require(packet[start.upperBound...].range(of: ">"))
        let end = try #require(packet.range(of: "</avm:\(name)>"))
        let content = String(packet[open.upperBound..<end.lowerBound])
        guard content.contains("<rdf:li>") else { return [content] }
        return content.components(separatedBy: "<rdf:li>").dropFirst().map { $0.components(separatedBy: "</rdf:li>")[0] }
    }

    /// The plain tags are read as FITS's CDELT and CROTA2, rows counted from below, and must give the sky of the picture around its centre.
    @Test(arguments: [false, true], [0, 30, 90, 137, 180, -100]) func theTagsPointAtTheSameSky(mirrored: Bool, turned: Double)
        throws
    {
        let wcs = try Self.wcs(mirrored: mirrored, turned: turned)
        let packet = try AVM.packet(wcs)
        func numbers(_ name: String) throws -> [Double] { try values(name, packet).map { try #require(Double($0)) } }
        #expect(try numbers("Spatial.ReferenceDimension") == [300, 200])
        var header = FITSHeader()
        header.set("CTYPE1", .string("RA---TAN"))
        header.set("CTYPE2", .string("DEC--TAN"))
        for (name, keys) in [
            ("Spatial.ReferenceValue", ["CRVAL1", "CRVAL2"]), ("Spatial.ReferencePixel", ["CRPIX1", "CRPIX2"]),
            ("Spatial.Scale", ["CDELT1", "CDELT2"]), ("Spatial.Rotation", ["CROTA2"]),
        ] {
            for (key, value) in zip(keys, try numbers(name)) { header.set(key, .real(value)) }
        }
        let read = try WCS(header: header, width: 300, height: 200, frame: .upright)
        for point in [
            PixelPoint(x: 149.5, y: 99.5), PixelPoint(x: 100, y: 60), PixelPoint(x: 290, y: 5), PixelPoint(x: 0, y: 199),
        ] {
            let below = PixelPoint(x: point.x, y: 199 - point.y)
            let apart = try wcs.sky(point).unitVector.angle(to: read.sky(below).unitVector) * 180 / .pi
            #expect(apart < 0.01 * 0.01, "hundredths of a pixel of 0.01 degrees")
        }
    }

    @Test func theFullSolutionGoesAlong() throws {
        let wcs = try Self.wcs(mirrored: false, turned: 30, distorted: true)
        let text = try values("Spatial.FITSheader", AVM.packet(wcs))[0]
        let read = try WCS(header: FITSHeader(parsing: Data(text.utf8)), width: 300, height: 200, frame: .upright)
        for point in [PixelPoint(x: 10, y: 20), PixelPoint(x: 280, y: 150)] {
            let apart = try wcs.sky(point).unitVector.angle(to: read.sky(PixelPoint(x: point.x, y: 199 - point.y)).unitVector)
            #expect(apart < 1e-9)
        }
    }

    @Test func whatElseIsInThePacketStays() throws {
        let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        let old = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="\(rdf)"><r:Description r:about="uuid:1"
            xmlns:a="http://www.communicatingastronomy.org/avm/1.0/" a:Spatial.Rotation="77" a:Subject.Name="M 42"
            xmlns:dc="http://purl.org/dc/elements/1.1/"><a:Spatial.Scale><r:Seq><r:li>55</r:li></r:Seq></a:Spatial.Scale>
            <dc:title>Orion</dc:title></r:Description></r:RDF></x:xmpmeta>
            """
        let wcs = try Self.wcs(mirrored: false, turned: 10)
        let packet = try AVM.packet(wcs, merging: old)
        #expect(packet.contains("<dc:title>Orion</dc:title>") && packet.contains("a:Subject.Name=\"M 42\""))
        #expect(!packet.contains("\"77\"") && !packet.contains("<r:li>55"))
        #expect(packet.contains("<r:Description r:about=\"uuid:1\"><avm:MetadataVersion"))
        // Once more: replaced, not doubled.
        let again = try AVM.packet(wcs, merging: packet)
        #expect(again.components(separatedBy: "<avm:Spatial.Rotation ").count == 2)
        for broken in ["", "<a", "<x:xmpmeta/>"] {
            #expect(try AVM.packet(wcs, merging: broken).contains("<?xpacket begin"))
        }
        #expect(try !AVM.packet(wcs, merging: old, limit: packet.utf8.count - 1).contains("Orion"))
    }

    @Test func sidecarsHaveTheWholeSolution() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "imaging-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = WCSSidecar.path(beside: folder.appending(path: "a.b.jpg").path)
        #expect(path.hasSuffix("/a.b.wcs"))
        #expect(
            WCSSidecar.path(beside: "/x.y/picture") == "/x.y/picture.wcs" && WCSSidecar.path(beside: "/x/.jpg") == "/x/.jpg.wcs")
        let wcs = try Self.wcs(mirrored: true, turned: 30, distorted: true)
        try WCSSidecar.write(wcs, to: path)
        let header = try FITSHeader(parsing: Data(contentsOf: URL(filePath: path)))
        #expect(PixelFrame(markedIn: header) == .upright && header.integer("IMAGEW") == 300 && header.integer("NAXIS") == 0)
        let read = try WCS(header: header, width: 300, height: 200, frame: .upright)
        let point = PixelPoint(x: 280, y: 150)
        #expect(try wcs.sky(point).unitVector.angle(to: read.sky(point).unitVector) < 1e-10)
    }
}
