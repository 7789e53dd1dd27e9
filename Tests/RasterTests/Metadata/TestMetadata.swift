import Foundation
import Raster

/// Metadata that the tests make themselves.
enum TestMetadata {
    /// A colour profile by its header alone; the rest is noise that does not pack.
    static func profile(_ space: String = "RGB ", bytes: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        var profile = (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &random) }
        profile.replaceSubrange(16..<20, with: Array(space.utf8))
        profile.replaceSubrange(36..<40, with: Array("acsp".utf8))
        return profile
    }

    static let thumbnail: [UInt8] = [0xFF, 0xD8] + [UInt8](repeating: 0xAB, count: 300) + [0xFF, 0xD9]
    static let makerNote: [UInt8] = (0..<200).map { UInt8($0) }

    /// A camera's block: values in three directories, orientation 6, the stored size, a maker's note and a thumbnail.
    static func exif(bigEndian: Bool) -> [UInt8] {
        let tiff = TestTIFF(bigEndian: bigEndian)
        var block = tiff.file(
            [
                tiff.text(0x010F, "Canon"), tiff.text(0x0110, "Canon EOS 6D"), tiff.shorts(0x0112, 6),
                tiff.text(0x8298, "An Observer"),
            ],
            exif: [
                tiff.fractions(0x829A, 5, 2), tiff.shorts(0x8827, 1600), tiff.text(0x9003, "2024:03:09 21:15:07"),
                (0x927C, 7, makerNote.count, makerNote), tiff.shorts(0xA002, 5472), tiff.longs(0xA003, 3648),
                tiff.text(0xA434, "EF135mm f/2L USM"),
            ],
            gps: [tiff.fractions(7, 20, 1, 15, 1, 725, 100), tiff.text(29, "2024:03:09")])
        // Six entries in the first directory; behind them the place of the second one, which the thumbnail belongs to.
        block.replaceSubrange(8 + 2 + 72..<8 + 2 + 76, with: tiff.long([block.count]))
        let entries = [tiff.longs(0x0201, block.count + 30), tiff.longs(0x0202, thumbnail.count)]
        block += tiff.short([2])
        for entry in entries { block += tiff.short([entry.tag, entry.type]) + tiff.long([1]) + entry.data }
        return block + tiff.long([0]) + thumbnail
    }

    static let xmp = """
        <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- a > comment -->
         <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
          <rdf:Description rdf:about="uuid:7" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
            xmlns:e="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" tiff:Orientation='6' xmp:Rating="4">
           <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Orion &amp; M 42 über “β”</rdf:li></rdf:Alt></dc:title>
           <e:PixelXDimension>5472</e:PixelXDimension>
           <xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource"><tiff:Orientation>6</tiff:Orientation>AAAA</rdf:li></rdf:Alt></xmp:Thumbnails>
          </rdf:Description>
         </rdf:RDF>
        </x:xmpmeta>
        \(String(repeating: " ", count: 3000))
        <?xpacket end="w"?>
        """

    static func full(bigEndian: Bool = false, iccBytes: Int = 150_000) -> PictureMetadata {
        PictureMetadata(icc: profile(bytes: iccBytes), exif: exif(bigEndian: bigEndian), xmp: xmp)
    }

    static func format(of output: OutputFormat) -> PictureFormat {
        switch output {
        case .png: .png
        case .tiff: .tiff
        // WebP files are told by their content.
        default: .jpeg
        }
    }
}

extension [UInt8] {
    func holds(_ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        var start = startIndex
        while let hit = self[start...].firstIndex(of: first) {
            if self[hit...].starts(with: part) { return true }
            start = hit + 1
        }
        return false
    }
}
