import FITS
import Foundation
import Pictures
import Raster
import Testing

@Suite struct RegionTests {
    static let samplings: [[[Int]]] = [
        [[1, 1]], [[2, 2]], [[1, 1], [1, 1], [1, 1]], [[2, 1], [1, 1], [1, 1]], [[2, 2], [1, 1], [1, 1]], [[1, 2], [1, 1], [1, 1]],
        [[4, 1], [1, 1], [1, 1]], [[1, 1], [1, 1], [1, 1], [1, 1]], [[2, 2], [2, 1], [1, 2]],
    ]

    /// Every place that cutting blocks could get wrong: edges of the picture, of blocks, single pixels, whole rows and columns.
    private static func regions(_ size: PixelSize) -> [PixelRegion] {
        var regions = [
            PixelRegion(whole: size), PixelRegion(x: 0, y: 0, width: 1, height: 1),
            PixelRegion(x: size.width - 1, y: size.height - 1, width: 1, height: 1),
            PixelRegion(x: 0, y: size.height / 2, width: size.width, height: 3),
            PixelRegion(x: size.width / 2, y: 0, width: 3, height: size.height),
        ]
        for y in [0, 7, 16, 31, 33, 48, 64, 79, 97] {
            for x in [0, 1, 8, 15, 16, 17, 31, 32, 47, 64] {
                regions.append(PixelRegion(x: x, y: y, width: (x + y) % 29 + 1, height: (x * 3 + y) % 23 + 1))
            }
        }
        return regions.compactMap { $0.within(size) }
    }

    @Test(arguments: samplings, [false, true]) func partsOfAJPEGAreThoseOfTheWhole(sampling: [[Int]], isProgressive: Bool) throws {
        try TestPictures.inFolder { folder in
            for (width, height, restart) in [(93, 131, 0), (64, 96, 3), (101, 50, 7), (9, 200, 1), (5, 3, 0)] {
                let path = folder + "/a.jpg"
                try TestJPEG(
                    width: width, height: height, sampling: sampling, isProgressive: isProgressive, restart: restart
                ).write(to: path)
                let facts = try PictureFile.facts(path: path)
                let whole = try RasterReader.decode(path: path, facts: facts)
                #expect(whole.warnings == 0)
                for region in Self.regions(facts.size) {
                    let part = try PictureFile.region(path: path, facts: facts, region: region)
                    #expect(part.warnings == 0)
                    #expect(same(part, whole.cropped(to: region)), "\(width) x \(height), restart \(restart), \(region)")
                }
            }
        }
    }

    @Test(arguments: Orientation.allCases) func partsAreUpright(orientation: Orientation) throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.jpg"
            try TestJPEG(width: 93, height: 131, sampling: Self.samplings[4], orientation: orientation.rawValue).write(to: path)
            let facts = try PictureFile.facts(path: path)
            #expect(facts.orientation == orientation)
            let whole = try RasterReader.decode(path: path, facts: facts).oriented(orientation)
            for region in Self.regions(facts.uprightSize) {
                let part = try PictureFile.region(path: path, facts: facts, region: region)
                #expect(same(part, whole.cropped(to: region)), "\(region)")
            }
        }
    }

    @Test(arguments: Orientation.allCases, samplings) func reducedPartsAreThoseOfTheReducedWhole(
        orientation: Orientation, sampling: [[Int]]
    ) throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.jpg"
            // Multiples of 8: blocks that are counted from either end are the same.
            try TestJPEG(width: 96, height: 128, sampling: sampling, orientation: orientation.rawValue).write(to: path)
            let facts = try PictureFile.facts(path: path)
            for factor in [2, 4, 8, 16] {
                let first = min(factor, 8)
                let whole = try RasterReader.decode(path: path, facts: facts, reduceBy: first).oriented(orientation)
                for (x, y, width, height) in [(0, 0, 64, 48), (16, 32, 33, 9), (48, 64, 48, 32)] {
                    let region = PixelRegion(x: x, y: y, width: width, height: height)
                    let part = try PictureFile.region(path: path, facts: facts, region: region, reduceBy: factor)
                    #expect(part.size == region.size.reduced(by: factor))
                    let small = region.size.reduced(by: first)
                    let expected = whole.cropped(
                        to: PixelRegion(x: x / first, y: y / first, width: small.width, height: small.height))
                    #expect(same(part, expected.boxReduced(by: factor / first)), "1/\(factor), \(region)")
                }
            }
        }
    }

    @Test(arguments: Orientation.allCases) func blocksBeginAtTheRegionWhereverItLies(orientation: Orientation) throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.jpg"
            try TestJPEG(width: 93, height: 131, sampling: Self.samplings[0], orientation: orientation.rawValue).write(to: path)
            let facts = try PictureFile.facts(path: path)
            // No block of an odd beginning is one of the decoder's, so it is the average of pixels to the bit.
            let odd = PixelRegion(x: 13, y: 22, width: 40, height: 30)
            let part = try PictureFile.region(path: path, facts: facts, region: odd, reduceBy: 3)
            let expected = try PictureFile.region(path: path, facts: facts, region: odd).boxReduced(by: 3)
            #expect(same(part, expected))
            // Where the decoder averages, it is the same picture but for rounding and clipping of its noise.
            for region in [PixelRegion(x: 16, y: 24, width: 40, height: 32), PixelRegion(x: 53, y: 27, width: 40, height: 32)] {
                let part = try PictureFile.region(path: path, facts: facts, region: region, reduceBy: 8)
                let expected = try PictureFile.region(path: path, facts: facts, region: region).boxReduced(by: 8)
                #expect(part.size == expected.size)
                withExtendedLifetime((part, expected)) {
                    for (own, other) in zip(part.samples(as: UInt8.self), expected.samples(as: UInt8.self)) {
                        #expect(abs(Int(own) - Int(other)) <= 12, "\(region)")
                    }
                }
            }
        }
    }

    @Test func partsOfOtherFormats() throws {
        try TestPictures.inFolder { folder in
            let colour = TestPictures.pattern(93, 131, channels: 3)
            let grey = TestPictures.pattern(93, 131, channels: 1)
            try RasterWriter.png(colour, path: folder + "/a.png")
            try RasterWriter.png(grey.converted(to: .u16), path: folder + "/i.png", interlaced: true)
            try RasterWriter.tiff(colour, path: folder + "/s.tif", orientation: 6, compression: .lzw)
            try RasterWriter.tiff(grey.converted(to: .u16), path: folder + "/t.tif", compression: .deflate, tileSide: 32)
            try RasterWriter.tiff(colour.converted(to: .f32), path: folder + "/u.tif", orientation: 8, tileSide: 16)
            try RasterWriter.tiff(colour, path: folder + "/n.tif")
            for (name, cards) in [("f", []), ("b", [FITSCard("BAYERPAT", .string("RGGB"))])] {
                try FITSImageWriter.write(
                    path: "\(folder)/\(name).fits", width: 93, height: 131, planes: 1, sample: .u16, cards: cards
                ) { _, y, row in
                    for x in 0..<93 { row.assumingMemoryBound(to: UInt16.self)[x] = UInt16(x * 301 + y * 77) }
                }
            }
            for name in ["a.png", "i.png", "s.tif", "t.tif", "u.tif", "n.tif", "f.fits", "b.fits"] {
                let path = "\(folder)/\(name)"
                let facts = try PictureFile.facts(path: path)
                let all = PixelRegion(whole: facts.uprightSize)
                let whole = try PictureFile.region(path: path, facts: facts, region: all)
                if facts.format != .fits {
                    #expect(same(whole, try RasterReader.decode(path: path, facts: facts).oriented(facts.orientation)))
                }
                for region in Self.regions(facts.uprightSize) {
                    let part = try PictureFile.region(path: path, facts: facts, region: region)
                    #expect(same(part, whole.cropped(to: region)), "\(name): \(region)")
                    let reduced = try PictureFile.region(path: path, facts: facts, region: region, reduceBy: 4)
                    #expect(same(reduced, whole.cropped(to: region).boxReduced(by: 4)), "\(name): \(region)")
                }
            }
        }
    }

    @Test func samplingOfColoursIsFoundAgain() throws {
        try TestPictures.inFolder { folder in
            for (sampling, isProgressive) in zip(Self.samplings, [false, true, false, true, false, true, false, true, false]) {
                let path = folder + "/a.jpg"
                try TestJPEG(width: 20, height: 20, sampling: sampling, isProgressive: isProgressive).write(to: path)
                let coding = try JPEGCoding.read(path: path)
                let luminance = sampling.count == 3 ? sampling[0] : [1, 1]
                // The last of them has one colour finer across and one finer down, so that none is coarser both ways.
                let expected = sampling == Self.samplings[8] ? [1, 1] : luminance
                #expect([coding.horizontal, coding.vertical] == expected && coding.isProgressive == isProgressive)
            }
        }
    }

    @Test func aPartOutsideThePictureIsAnErrorThatSaysSo() throws {
        try TestPictures.inFolder { folder in
            let path = folder + "/a.jpg"
            try TestJPEG(width: 93, height: 131, sampling: [[1, 1]], orientation: 6).write(to: path)
            let facts = try PictureFile.facts(path: path)
            for region in [
                PixelRegion(x: -1, y: 0, width: 5, height: 5), PixelRegion(x: 0, y: 0, width: 132, height: 5),
                PixelRegion(x: 0, y: 90, width: 5, height: 5), PixelRegion(x: 3, y: 3, width: 0, height: 5),
                PixelRegion(x: Int.max, y: Int.max, width: Int.max, height: Int.max),
                PixelRegion(x: Int.min, y: 0, width: Int.max, height: 1),
            ] {
                #expect(throws: PictureError.self, "\(region)") {
                    try PictureFile.region(path: path, facts: facts, region: region)
                }
            }
        }
    }

    private func same(_ one: PixelBuffer, _ other: PixelBuffer) -> Bool {
        withExtendedLifetime((one, other)) {
            one.size == other.size && one.channels == other.channels && one.sample == other.sample
                && one.bytes.elementsEqual(other.bytes)
        }
    }
}
