import CJPEG

/// How a JPEG file was encoded, so that another one can be written like it.
public struct JPEGCoding: Sendable, Hashable {
    /// 1 to 100 on libjpeg's scale: the one whose luminance quantisation table is closest to the file's. For files of programs
    /// with tables of their own it is an estimate.
    public var quality: Int
    /// Luminance samples for each colour sample across and down: 1 and 1 is 4:4:4, 2 and 1 is 4:2:2, 2 and 2 is 4:2:0.
    public var horizontal: Int
    public var vertical: Int
    public var isProgressive: Bool

    public init(quality: Int, horizontal: Int, vertical: Int, isProgressive: Bool) {
        (self.quality, self.horizontal, self.vertical, self.isProgressive) = (quality, horizontal, vertical, isProgressive)
    }

    /// Reads the headers alone. Blocks.
    ///
    /// - Throws: `PictureError` where the file is no JPEG file.
    public static func read(path: String) throws -> JPEGCoding {
        try RasterReader.naming(path) {
            let info = try JPEGReader(path: path).info
            let steps = withUnsafeBytes(of: info.steps) { Array($0.bindMemory(to: UInt16.self)) }
            return JPEGCoding(
                quality: info.has_steps != 0 ? quality(of: steps.map { Int($0) }) : 90, horizontal: max(1, Int(info.horizontal)),
                vertical: max(1, Int(info.vertical)), isProgressive: info.progressive != 0)
        }
    }

    static func quality(of steps: [Int]) -> Int {
        func distance(_ quality: Int) -> Int { zip(steps, Self.steps(quality: quality)).reduce(0) { $0 + abs($1.0 - $1.1) } }
        // Of equal ones the higher: at the upper end tables of several qualities are one and the same.
        return (1...100).reversed().min { distance($0) < distance($1) } ?? 90
    }

    /// The luminance table for a quality on libjpeg's scale.
    private static func steps(quality: Int) -> [Int] {
        let percent = quality < 50 ? 5000 / quality : 200 - 2 * quality
        return luminance.map { min(255, max(1, ($0 * percent + 50) / 100)) }
    }

    /// ITU-T T.81, table K.1.
    private static let luminance = [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100,
        103, 99,
    ]
}
