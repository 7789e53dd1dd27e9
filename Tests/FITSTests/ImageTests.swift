import FITS
import Foundation
import Testing

@Suite struct ImageTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func everyStoredType() throws {
        let numbers = [-3, 0, 7, 100, 101, 127]
        let kinds: [(Int, [UInt8])] = [
            (16, MadeFITS.bigEndian(numbers.map(Int16.init))), (32, MadeFITS.bigEndian(numbers.map(Int32.init))),
            (64, MadeFITS.bigEndian(numbers.map(Int64.init))), (-32, MadeFITS.bigEndian(numbers.map { Float($0).bitPattern })),
            (-64, MadeFITS.bigEndian(numbers.map { Double($0).bitPattern })),
        ]
        for (bitpix, bytes) in kinds {
            let scale = [FITSCard("BZERO", 10.5), FITSCard("BSCALE", 2)]
            let plain = try MadeFITS.read(scratch.write(MadeFITS.image(bitpix: bitpix, [3, 2], bytes), "a.fits"))
            #expect(plain.planes == [numbers.map(Float.init)] && plain.info.bitpix == bitpix)
            #expect(plain.info.width == 3 && plain.info.height == 2 && plain.info.hdu == 0)
            let scaled = try MadeFITS.read(scratch.write(MadeFITS.image(bitpix: bitpix, [3, 2], bytes, scale), "b.fits"))
            #expect(scaled.planes == [numbers.map { Float($0) * 2 + 10.5 }])
        }
        let bytes = try MadeFITS.read(scratch.write(MadeFITS.image(bitpix: 8, [2, 2], [0, 1, 200, 255]), "c.fits"))
        #expect(bytes.planes == [[0, 1, 200, 255]])
    }

    @Test func undefinedIsNaN() throws {
        let blank = MadeFITS.image(bitpix: 16, [2, 1], MadeFITS.bigEndian([Int16(-5), 6]), [FITSCard("BLANK", -5)])
        let integers = try MadeFITS.read(scratch.write(blank, "a.fits")).planes[0]
        #expect(integers[0].isNaN && integers[1] == 6)
        let floats = MadeFITS.image(bitpix: -32, [2, 1], MadeFITS.bigEndian([Float.nan.bitPattern, Float(2).bitPattern]))
        let read = try MadeFITS.read(scratch.write(floats, "b.fits")).planes[0]
        #expect(read[0].isNaN && read[1] == 2)
        let large = MadeFITS.image(bitpix: -64, [2, 1], MadeFITS.bigEndian([1e300.bitPattern, 3.0.bitPattern]))
        #expect(try MadeFITS.read(scratch.write(large, "c.fits")).planes[0][1] == 3)
    }

    @Test(arguments: [1, 3])
    func writtenImagesComeBack(_ planes: Int) throws {
        let (width, height) = (37, 23)
        let path = scratch.path("w [1].fits")
        let cards = [FITSCard("OBJECT", "M 31"), FITSCard("NAXIS1", 5), FITSCard("BZERO", 77)]
        for sample in FITSSample.allCases {
            func value(_ plane: Int, _ row: Int, _ column: Int) -> Int { (plane * 5000 + row * 1001 + column * 17) % 65536 }
            try FITSImageWriter.write(
                path: path, width: width, height: height, planes: planes, sample: sample, cards: cards
            ) { plane, row, out in
                for column in 0..<width {
                    let number = value(plane, row, column)
                    switch sample {
                    case .u8: out.storeBytes(of: UInt8(number & 255), toByteOffset: column, as: UInt8.self)
                    case .u16: out.storeBytes(of: UInt16(number), toByteOffset: 2 * column, as: UInt16.self)
                    case .f32: out.storeBytes(of: Float(number) / 3, toByteOffset: 4 * column, as: Float.self)
                    }
                }
            }
            let back = try MadeFITS.read(path)
            #expect(back.info.planes == planes && back.info.header.string("OBJECT") == "M 31")
            for plane in 0..<planes {
                let wanted: [Float] = (0..<height).flatMap { row in
                    (0..<width).map { column in
                        let number = value(plane, row, column)
                        return sample == .u8 ? Float(number & 255) : sample == .u16 ? Float(number) : Float(number) / 3
                    }
                }
                #expect(back.planes[plane] == wanted, "\(sample)")
            }
            #expect(try Data(contentsOf: URL(filePath: path)).count % 2880 == 0)
        }
    }

    @Test func someRowsOnly() throws {
        let data = MadeFITS.image(bitpix: 16, [2, 3, 2], MadeFITS.bigEndian((0..<12).map(Int16.init)))
        let reader = try FITSImageReader(path: scratch.write(data, "a.fits"))
        var pixels = [Float](repeating: 0, count: 4)
        try pixels.withUnsafeMutableBufferPointer { try reader.readRows(1..<3, plane: 1, into: $0) }
        #expect(pixels == [8, 9, 10, 11])
        #expect(throws: FITSError.self) {
            try pixels.withUnsafeMutableBufferPointer { try reader.readRows(2..<4, plane: 0, into: $0) }
        }
        #expect(throws: FITSError.self) {
            try pixels.withUnsafeMutableBufferPointer { try reader.readRows(0..<3, plane: 0, into: $0) }
        }
        #expect(throws: FITSError.self) {
            try pixels.withUnsafeMutableBufferPointer { try reader.readRows(0..<1, plane: 2, into: $0) }
        }
    }

    @Test func imageInAnExtension() throws {
        let empty = MadeFITS.file([FITSCard("SIMPLE", true), FITSCard("BITPIX", 8), FITSCard("NAXIS", 0)], [])
        let cards = [
            FITSCard("XTENSION", "IMAGE"), FITSCard("BITPIX", 8), FITSCard("NAXIS", 2), FITSCard("NAXIS1", 2),
            FITSCard("NAXIS2", 1), FITSCard("PCOUNT", 0), FITSCard("GCOUNT", 1),
        ]
        let back = try MadeFITS.read(scratch.write(empty + MadeFITS.file(cards, [4, 5]), "a.fits"))
        #expect(back.planes == [[4, 5]] && back.info.hdu == 1)
    }

    @Test func headerOnlyFiles() throws {
        let path = scratch.path("a.wcs")
        try FITSImageWriter.writeHeaderOnly(path: path, header: FITSHeader(cards: [FITSCard("CRVAL1", 1.25)]))
        let data = try Data(contentsOf: URL(filePath: path))
        #expect(data.count == 2880)
        #expect(try FITSHeader(parsing: data).double("CRVAL1") == 1.25)
        #expect(throws: FITSError.self) { try FITSImageReader(path: path) }
    }

    @Test func namesAreOnlyNames() throws {
        let data = MadeFITS.image(bitpix: 8, [2, 1], [1, 2])
        let path = try scratch.write(data, "a.fits")
        for name in ["b.fits[0]", "!c.fits", "d.fits(e.fits)", "mem:", "f g é.fits"] {
            #expect(try MadeFITS.read(scratch.write(data, name)).planes == [[1, 2]], "\(name)")
        }
        #expect(throws: FITSError.self) { try FITSImageReader(path: path + "[0]") }
        #expect(throws: FITSError.self) { try FITSImageReader(path: "http://localhost/a.fits") }
        #expect(throws: FITSError.self) { try FITSImageReader(path: scratch.folder.path) }
    }
}
