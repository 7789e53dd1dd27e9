import FITS
import Foundation
import Testing

@Suite struct CompressedTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: CompressedSamples.names)
    func pixels(_ name: String) throws {
        let back = try MadeFITS.read(scratch.write(CompressedSamples.data(name), "a.fits.fz"))
        #expect(back.info.width == 40 && back.info.height == 24 && back.info.planes == 1)
        #expect(back.info.bitpix == ["gzip": -32, "ricef": -32, "gzip2": 32, "hcompress": 16][name] ?? 16)
        if name != "gz" { #expect(back.info.hdu == 1 && back.info.header.string("OBJECT") == "M 31") }
        #expect(back.info.header.integer("NAXIS1") == 40 && back.info.header["TFORM1"] == nil)
        // "ricef" is quantised: noise of a gradient over 16, at most a step of it.
        let tolerance: Float = name == "ricef" ? 0.2 : 0
        for row in 0..<24 {
            for column in 0..<40 {
                let wanted = Float(column * 3 + row * 7 + 100) / (back.info.bitpix < 0 ? 4 : 1)
                #expect(abs(back.planes[0][row * 40 + column] - wanted) <= tolerance, "\(name) \(column) \(row)")
            }
        }
    }
}
