import FITS

/// Writes the stars that a client found itself as the table that solvers read.
enum StarListFile {
    static let mostStars = 100_000

    /// - Throws: `NovaError.refused` where the lists are none.
    static func check(_ stars: StarPlaces) throws {
        guard stars.x.count == stars.y.count else {
            throw NovaError.refused("\"x\" has \(stars.x.count) numbers and \"y\" \(stars.y.count); they are to have as many.")
        }
        guard !stars.x.isEmpty else { throw NovaError.refused("\"x\" and \"y\" have no numbers.") }
        guard stars.x.count <= mostStars else { throw NovaError.refused("\"x\" and \"y\" have more than \(mostStars) numbers.") }
        guard (stars.x + stars.y).allSatisfy({ abs($0) <= 1e6 }) else {
            throw NovaError.refused("\"x\" and \"y\" are to be pixels, at most a million.")
        }
        for (name, side) in [("image_width", stars.width), ("image_height", stars.height)] {
            guard let side else { continue }
            guard (1...1_000_000).contains(side) else { throw NovaError.refused("\"\(name)\" is to be a number of pixels, not \(side).") }
        }
    }

    static func write(_ stars: StarPlaces, to path: String) throws {
        func side(_ given: Int?, _ values: [Double]) -> Int { max(1, given ?? Int((values.max() ?? 0).rounded(.up))) }
        func column(_ name: String, _ values: [Double]) -> FITSColumn {
            FITSColumn(name: name, unit: "pix", storage: .double, values: .numbers(values))
        }
        let primary = FITSHeader(cards: [
            FITSCard("IMAGEW", .integer(side(stars.width, stars.x))), FITSCard("IMAGEH", .integer(side(stars.height, stars.y))),
        ])
        try FITSTable(columns: [column("X", stars.x), column("Y", stars.y)], primary: primary, rowCount: stars.x.count).write(path: path)
    }
}
