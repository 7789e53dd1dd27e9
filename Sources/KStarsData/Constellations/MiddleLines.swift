import Catalogs
import Foundation
import Sky

/// `cnames.dat`: hhmmss, sddmmss, then the abbreviation and the name; Western constellations come first.
enum MiddleLines {
    /// Where names are written, by abbreviation; Serpens has "SCp" and "SCd".
    static func read(_ text: String) throws -> [String: SkyPosition] {
        var middles: [String: SkyPosition] = [:]
        var isWestern = false
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("C ") {
                isWestern = line.dropFirst(2).trimmingCharacters(in: .whitespacesAndNewlines) == "Western"
                continue
            }
            guard isWestern, !line.isEmpty, !line.hasPrefix("#") else { continue }
            let columns = FixedColumns(Array(line.utf8)[...], place: "cnames.dat, line \(number + 1)")
            let ra = try columns.sexagesimal(0..<6, degrees: 0..<2, "right ascension", below: 24) * 15
            let dec = try columns.sexagesimal(7..<13, degrees: 7..<9, "declination", below: 90.000001)
            middles[columns.text(13..<16)] = SkyPosition(ra: ra, dec: try columns.sign(6) ? -dec : dec)
        }
        guard !middles.isEmpty else { throw KStarsError("cnames.dat", "has no Western constellations") }
        return middles
    }
}
