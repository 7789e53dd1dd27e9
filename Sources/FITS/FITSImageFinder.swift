/// Finds the first unit that holds an image of two axes, or of three (colour planes).
enum FITSImageFinder {
    /// The number of axes counts axes of length 1 after the third, which some programs write.
    typealias Found = (info: FITSImageInfo, axes: Int, tiles: GzipTiles?)

    private static let longestSide = 1 << 24

    static func find(path: String) throws -> Found {
        var found: Found?
        try FITSUnits.walk(path: path) { unit in
            found = try image(unit) ?? compressedImage(unit, path)
            return found != nil
        }
        guard let found else { throw FITSError("\(path): holds no image of two or three axes") }
        return found
    }

    private static func image(_ unit: FITSUnit) throws -> Found? {
        guard unit.number == 0 || unit.header.string("XTENSION") == "IMAGE" else { return nil }
        return found(unit.axes, unit.bitpix, unit.header, unit.number)
    }

    private static func found(_ axes: [Int], _ bitpix: Int, _ header: FITSHeader, _ number: Int) -> Found? {
        guard (2...9).contains(axes.count), axes.prefix(2).allSatisfy({ (1...longestSide).contains($0) }),
            axes.dropFirst(3).allSatisfy({ $0 == 1 })
        else { return nil }
        let planes = axes.count > 2 ? axes[2] : 1
        guard planes >= 1, planes <= longestSide else { return nil }
        let info = FITSImageInfo(
            header: header, width: axes[0], height: axes[1], planes: planes, bitpix: bitpix, hdu: number)
        return (info, axes.count, nil)
    }

    private static func compressedImage(_ unit: FITSUnit, _ path: String) throws -> Found? {
        guard unit.number > 0, unit.header.logical("ZIMAGE") == true else { return nil }
        let tiles = try CompressedImageHeader(unit, path: path)
        var found = found(tiles.axes, tiles.bitpix, tiles.imageHeader, unit.number)
        found?.tiles = try GzipTiles(unit, path: path, tileBytes: tiles.tilePixels * 8)
        return found
    }
}
