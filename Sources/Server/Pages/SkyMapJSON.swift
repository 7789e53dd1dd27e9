import Catalogs
import Foundation
import Observations
import Sky

/// What the sky map draws, as columns of whole numbers: positions are ra, dec in 1/10,000 of a degree.
enum SkyMapJSON {
    /// Stars that an eye sees.
    private static let faintest = 6.0
    /// Stars that are named on the map.
    private static let faintestNamed = 3.6

    static func outlines(_ outlines: [FieldOutline]) -> JSONWriter {
        var json = JSONWriter(capacity: 128 * (outlines.count + 1))
        json.object { json in
            json.key("ids")
            json.array { for one in outlines { $0.value(Int(one.id)) } }
            json.key("names")
            json.array { for one in outlines { $0.value(one.name.utf8.count > 100 ? String(one.name.prefix(100)) : one.name) } }
            // Since 1970-01-01; of pictures without a date null.
            json.key("days")
            json.array { for one in outlines { $0.value(one.date.map { Int(($0.timeIntervalSince1970 / 86_400).rounded(.down)) }) } }
            json.key("counts")
            json.array { for one in outlines { $0.value(one.vertices.count) } }
            json.key("points")
            json.array { for one in outlines { for vertex in one.vertices { write(SkyPosition(vertex), to: &$0) } } }
            json.key("wide")
            json.array { for (index, one) in outlines.enumerated() where one.isWide { $0.value(index) } }
        }
        return json
    }

    static func catalog(_ catalog: (any SkyCatalog)?) -> JSONWriter {
        let anywhere = SkyPosition(ra: 0, dec: 0)
        let stars = catalog?.stars(within: 180, of: anywhere, brighterThan: faintest) ?? []
        let messier = catalog?.deepSky(within: 180, of: anywhere).filter { $0.names.first?.hasPrefix("M ") ?? false } ?? []
        let constellations = catalog?.constellations ?? []
        var json = JSONWriter(capacity: 256 << 10)
        json.object { json in
            // Brightest first; magnitudes in tenths.
            json.key("stars")
            json.array { for star in stars { write(star.position, to: &$0) } }
            json.key("magnitudes")
            json.array { for star in stars { $0.value(Int((star.magnitude * 10).rounded())) } }
            json.key("starNames")
            json.array {
                for star in stars.prefix(while: { $0.magnitude <= faintestNamed }) { $0.value(star.name ?? star.designation ?? "") }
            }
            json.key("figures")
            json.array { json in
                for stroke in constellations.flatMap(\.lines) {
                    json.array { for point in stroke { write(point, to: &$0) } }
                }
            }
            json.key("constellations")
            json.array { for one in constellations { $0.value(one.name) } }
            json.key("middles")
            json.array { for one in constellations { write(one.middle, to: &$0) } }
            json.key("objects")
            json.array { for one in messier { $0.value(one.names.first ?? "") } }
            json.key("places")
            json.array { for one in messier { write(one.position, to: &$0) } }
        }
        return json
    }

    static func place(_ place: SkyName.Place) -> JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.key("ra")
            json.value(place.position.ra)
            json.key("dec")
            json.value(place.position.dec)
            json.key("name")
            json.value(place.name)
        }
        return json
    }

    /// A name that is not found is an answer like any other, not a fault that browsers complain of.
    static func problem(_ message: String) -> JSONWriter {
        var json = JSONWriter()
        json.object { json in
            json.key("problem")
            json.value(message)
        }
        return json
    }

    private static func write(_ position: SkyPosition, to json: inout JSONWriter) {
        json.value(Int((position.ra * 10_000).rounded()))
        json.value(Int((position.dec * 10_000).rounded()))
    }
}
