import Catalogs
import GRDB
import Sky

/// A row of OpenNGC's, in the numbers of KStars'.
struct OpenNGCEntry {
    var type: Int
    var position: SkyPosition
    var name: String
    var otherNames: [String]
    var catalogueName: String
    var magnitude: Double?
    var majorAxis: Double?
    var minorAxis: Double?
    var positionAngle: Double?

    /// Nil for a row without a position on the sky or without a name.
    init?(_ row: Row) {
        name = row.text("name")
        guard let ra = row.number("ra", in: 0...360), let dec = row.number("dec", in: -90...90), !name.isEmpty else { return nil }
        type = row.number("type", in: 0...255).map { Int($0) } ?? 255
        position = SkyPosition(ra: ra, dec: dec)
        otherNames = row.text("long_name").split(separator: ",").map { DeepSkyNames.corrected(String($0)) }
        catalogueName = DeepSkyNames.catalogueName(row.text("catalog_identifier"))
        magnitude = row.number("magnitude", in: -5...30)
        majorAxis = row.number("major_axis", in: 0.0001...5400)
        minorAxis = row.number("minor_axis", in: 0.0001...5400)
        positionAngle = row.number("position_angle", in: 0...360)
    }

    /// The objects among the entries. An entry without a kind that lies exactly on an object is another name for it; one that has
    /// neither magnitude nor size is nothing that could be seen.
    static func objects(_ entries: [OpenNGCEntry]) -> (objects: [DeepSkyObject], leftOut: Int) {
        var aliases: [SkyPosition: [String]] = [:]
        let places = Set(entries.filter { $0.type != 255 }.map(\.position))
        var objects: [DeepSkyObject] = []
        var real: [OpenNGCEntry] = []
        for entry in entries {
            if entry.type == 255, places.contains(entry.position) {
                aliases[entry.position, default: []].append(entry.name)
            } else if entry.type != 255 || entry.magnitude != nil || entry.majorAxis != nil {
                real.append(entry)
            }
        }
        for entry in real { objects.append(entry.object(aliases: aliases[entry.position] ?? [])) }
        return (objects, entries.count - objects.count)
    }

    private func object(aliases: [String]) -> DeepSkyObject {
        var names: [String] = []
        for name in [name, catalogueName] + otherNames + aliases where !name.isEmpty && !names.contains(name) {
            names.append(name)
        }
        var object = DeepSkyObject(
            kind: kind, position: position, names: names.sorted { DeepSkyNames.rank($0) < DeepSkyNames.rank($1) },
            magnitude: magnitude, majorAxis: majorAxis, minorAxis: minorAxis, positionAngle: positionAngle)
        if let major = majorAxis, let minor = minorAxis, minor > major {
            (object.majorAxis, object.minorAxis) = (minor, major)
            object.positionAngle = positionAngle.map { ($0 + 90).truncatingRemainder(dividingBy: 180) }
        }
        DeepSkyNames.correct(&object)
        return object
    }

    /// Numbers of KStars' `SkyObject::TYPE`.
    private var kind: DeepSkyObject.Kind {
        switch type {
        case 0, 1, 17: .star
        case 3: .openCluster
        case 4: .globularCluster
        case 5: .nebula
        case 6: .planetaryNebula
        case 7: .supernovaRemnant
        case 8: .galaxy
        case 13: .asterism
        case 14: .galaxyGroup
        case 15: .darkNebula
        default: .other
        }
    }
}

extension Row {
    /// Nil where the column holds no number, or none of this range.
    func number(_ column: String, in range: ClosedRange<Double>) -> Double? {
        let value: DatabaseValue = self[column]
        let number: Double? =
            switch value.storage {
            case .double(let number): number
            case .int64(let number): Double(number)
            default: nil
            }
        guard let number, range.contains(number) else { return nil }
        return number
    }

    /// Empty where the column holds no text.
    func text(_ column: String) -> String {
        let value: DatabaseValue = self[column]
        guard case .string(let text) = value.storage else { return "" }
        return String(text.prefix(1000))
    }
}
