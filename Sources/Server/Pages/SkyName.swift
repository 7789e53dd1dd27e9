import Catalogs
import Observations
import Sky

/// What somebody wrote into a field for a place on the sky: a position, or a name that the offline catalogue knows.
enum SkyName {
    struct Place: Sendable {
        var position: SkyPosition
        /// Nil: a position was written.
        var name: String?
        /// The area of a constellation.
        var area: SphericalPolygon?
        /// Other things of that name.
        var others: [String] = []
    }

    /// Why it is no place; a sentence for the asker.
    struct Problem: Error {
        let message: String
    }

    /// Reads through the names of the catalogue where none is as written: some milliseconds.
    static func place(_ text: String, _ catalog: (any SkyCatalog)?) throws(Problem) -> Place {
        if let position = PositionText.position(text) { return Place(position: position) }
        let hint = "A position is right ascension and declination, such as 83.82,-5.39 or 5h35m17s -5°23′28″."
        guard let catalog else {
            throw Problem(message: "\(hint) Names are found once the offline catalogue is installed (astrobase import sky).")
        }
        let found = catalog.search(name: text, limit: 6)
        guard let first = found.first else {
            throw Problem(
                message: "Nothing in the catalogue is called “\(text)”. Names are such as M31, NGC 7000, Vega, 51 Peg or Orion. \(hint)")
        }
        var place = Self.place(first)
        place.others = found.dropFirst().compactMap { Self.place($0).name }.filter { $0 != place.name }
        return place
    }

    private static func place(_ match: CatalogMatch) -> Place {
        switch match {
        case .star(let star):
            let names = [star.name, star.designation, star.hd.map { "HD \($0)" }].compactMap(\.self)
            return Place(position: star.position, name: called(names))
        case .deepSky(let object): return Place(position: object.position, name: called(object.names))
        case .constellation(let constellation):
            // Of Serpens, which is in two parts, the head.
            let boundary = constellation.boundaries.first.map { SphericalPolygon($0.map(\.unitVector)) }
            return Place(position: constellation.middle, name: constellation.name, area: boundary)
        }
    }

    /// "M 31 (NGC 224, Andromeda Galaxy)"
    private static func called(_ names: [String]) -> String? {
        guard let first = names.first else { return nil }
        let rest = names.dropFirst().prefix(2)
        return rest.isEmpty ? first : "\(first) (\(rest.joined(separator: ", ")))"
    }
}
