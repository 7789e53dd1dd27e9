import Observations

/// A catalogue that has a page.
enum CatalogKind: String, CaseIterable, Sendable {
    case deepsky, exoplanets, asteroids, comets

    /// Nil: that of the program itself.
    var listed: ListedCatalog? {
        switch self {
        case .deepsky: nil
        case .exoplanets: .exoplanets
        case .asteroids: .asteroids
        case .comets: .comets
        }
    }

    /// What stands still can be counted in all photos.
    var hasCounts: Bool { self == .deepsky || self == .exoplanets }

    var title: String {
        switch self {
        case .deepsky: "Deep sky"
        case .exoplanets: "Exoplanets"
        case .asteroids: "Asteroids"
        case .comets: "Comets"
        }
    }

    var about: String {
        switch self {
        case .deepsky: "Galaxies, clusters and nebulae of the offline catalogue."
        case .exoplanets: "Planets of other stars, from the NASA Exoplanet Archive."
        case .asteroids: "Orbits from the Minor Planet Center."
        case .comets: "Orbits from the Minor Planet Center."
        }
    }
}

/// A column of a catalogue's table.
struct CatalogColumn: Sendable {
    /// The field's name in the REST API, where it has one.
    let key: String
    let title: String
    var isNumber = true
    var isName = false
    var digits = 0
    var unit = ""

    /// How many photos show it.
    static let photos = "photos"

    static func columns(of kind: CatalogKind) -> [CatalogColumn] {
        let place = [
            CatalogColumn(key: "ra", title: "Right ascension"), CatalogColumn(key: "dec", title: "Declination"),
        ]
        let photos = CatalogColumn(key: photos, title: "In my photos")
        switch kind {
        case .deepsky:
            return [
                CatalogColumn(key: "name", title: "Name", isNumber: false, isName: true),
                CatalogColumn(key: "others", title: "Also called", isNumber: false),
                CatalogColumn(key: "kind", title: "Kind", isNumber: false),
                photos, CatalogColumn(key: "magnitude", title: "Magnitude", digits: 1),
                CatalogColumn(key: "size", title: "Size", digits: 1, unit: "′"),
            ] + place
        case .exoplanets:
            return [
                CatalogColumn(key: "pl_name", title: "Planet", isNumber: false, isName: true),
                CatalogColumn(key: "hostname", title: "Star", isNumber: false), photos,
                CatalogColumn(key: "sy_vmag", title: "Magnitude", digits: 2), CatalogColumn(key: "disc_year", title: "Found"),
                CatalogColumn(key: "discoverymethod", title: "How", isNumber: false),
                CatalogColumn(key: "pl_orbper", title: "Period", digits: 2, unit: " d"),
                CatalogColumn(key: "pl_rade", title: "Radius", digits: 2, unit: " R⊕"),
                CatalogColumn(key: "pl_bmasse", title: "Mass", digits: 2, unit: " M⊕"),
                CatalogColumn(key: "sy_dist", title: "Distance", digits: 1, unit: " pc"),
            ] + place
        case .asteroids:
            return [
                CatalogColumn(key: "number", title: "Number"),
                CatalogColumn(key: "designation", title: "Name", isNumber: false, isName: true),
                CatalogColumn(key: "visual_magnitude", title: "Magnitude", digits: 1),
                CatalogColumn(key: "absolute_magnitude", title: "H", digits: 2),
                CatalogColumn(key: "semimajor_axis", title: "Semimajor axis", digits: 3, unit: " au"),
                CatalogColumn(key: "eccentricity", title: "Eccentricity", digits: 3),
                CatalogColumn(key: "inclination", title: "Inclination", digits: 1, unit: "°"),
            ] + place
        case .comets:
            return [
                CatalogColumn(key: "designation", title: "Name", isNumber: false, isName: true),
                CatalogColumn(key: "visual_magnitude", title: "Magnitude", digits: 1),
                CatalogColumn(key: "absolute_magnitude", title: "Absolute", digits: 1),
                CatalogColumn(key: "perihelion_time", title: "Perihelion", isNumber: false),
                CatalogColumn(key: "perihelion_distance", title: "at", digits: 3, unit: " au"),
                CatalogColumn(key: "eccentricity", title: "Eccentricity", digits: 4),
                CatalogColumn(key: "inclination", title: "Inclination", digits: 1, unit: "°"),
            ] + place
        }
    }
}
