import Foundation

/// The lines of a table of the NASA Exoplanet Archive (PS or PSCompPars) as comma-separated values: comments, a line of column names, a
/// line for each planet. Columns are known by their names, whatever their order.
public struct ExoplanetTable: Sendable {
    public enum Line: Sendable {
        case nothing
        /// A planet's values, in the order of `columns`; nil where the table has none.
        case planet([String?])
        case bad
    }

    /// The columns that are kept, by the names under which the archive lists them.
    public static let columns = [
        "pl_name", "hostname", "pl_letter", "hd_name", "hip_name", "tic_id", "gaia_id", "sy_snum", "sy_pnum", "discoverymethod",
        "disc_year", "disc_facility", "soltype", "pl_orbper", "pl_rade", "pl_bmasse", "st_spectype", "ra", "dec", "sy_dist", "sy_vmag",
    ]
    /// Gaia's identifiers have changed their column's name with its releases.
    private static let other = ["gaia_dr3_id": "gaia_id", "gaia_dr2_id": "gaia_id"]

    private var places: [Int?]?
    private var preferred: Int?
    private var width = 0

    public init() {}

    /// Whether the line of column names was met, and names planets with their hosts' places.
    public var isExoplanets: Bool {
        guard let places else { return false }
        return ["pl_name", "ra", "dec"].allSatisfy { name in Self.columns.firstIndex(of: name).map { places[$0] != nil } ?? false }
    }

    public mutating func read(_ line: String) -> Line {
        if line.hasPrefix("#") || line.allSatisfy(\.isWhitespace) { return .nothing }
        guard let fields = Self.fields(line) else { return .bad }
        guard let places else {
            let names = fields.map { Self.other[$0.lowercased()] ?? $0.lowercased() }
            self.places = Self.columns.map { names.firstIndex(of: $0) }
            preferred = names.firstIndex(of: "default_flag")
            width = fields.count
            return .nothing
        }
        guard fields.count == width else { return .bad }
        // Table PS has a row for each publication; one of them is the archive's choice.
        if let preferred, fields[preferred] == "0" { return .nothing }
        let values = places.map { place in place.flatMap { fields[$0].isEmpty ? nil : fields[$0] } }
        return values[0] == nil ? .bad : .planet(values)
    }

    /// Values between commas, those with a comma in quotes (RFC 4180). Nil where quotes do not end.
    static func fields(_ line: String) -> [String]? {
        var (fields, field, isQuoted): ([String], [UInt8], Bool) = ([], [], false)
        var bytes = line.utf8.makeIterator()
        var next = bytes.next()
        while let byte = next {
            next = bytes.next()
            switch byte {
            case UInt8(ascii: "\""):
                if isQuoted, next == UInt8(ascii: "\"") {
                    field.append(byte)
                    next = bytes.next()
                } else {
                    isQuoted.toggle()
                }
            case UInt8(ascii: ",") where !isQuoted:
                fields.append(trimmed(field))
                field.removeAll(keepingCapacity: true)
            default: field.append(byte)
            }
        }
        fields.append(trimmed(field))
        return isQuoted ? nil : fields
    }

    private static func trimmed(_ field: [UInt8]) -> String {
        String(decoding: field, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
