import Catalogs
import Foundation
import Sky

/// `stars.dat`: a star a line in fixed columns, at equinox and epoch J2000, after which come a designation and a name:
///
///     hhmmss.ss sddmmss.s pm in ra (mas a year, with cos δ), in dec, parallax, V, B − V, type … , alp CMa, Sirius
enum StarLines {
    static func read(_ bytes: [UInt8]) throws -> [ListedStar] {
        var stars: [ListedStar] = []
        for (number, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            stars.append(try star(FixedColumns(line, place: "stars.dat, line \(number + 1)")))
        }
        guard !stars.isEmpty else { throw KStarsError("stars.dat", "has no star in it") }
        return stars
    }

    private static func star(_ line: FixedColumns) throws -> ListedStar {
        let ra = try line.sexagesimal(0..<9, degrees: 0..<2, "right ascension", below: 24) * 15
        let dec = try line.sexagesimal(11..<19, degrees: 11..<13, "declination", below: 90.000001)
        let isSouth = try line.sign(10)
        let names = line.text(from: 58).split(separator: ",", omittingEmptySubsequences: false).dropFirst()
            .map { $0.trimmingCharacters(in: .whitespaces) }
        let name = names.count > 1 ? names[names.startIndex + 1] : ""
        return ListedStar(
            position: SkyPosition(ra: ra, dec: isSouth ? -dec : dec),
            magnitude: try line.number(46..<51, "magnitude", in: -2...20),
            colour: line.isBlank(51..<56) ? nil : try line.number(51..<56, "colour", in: -5...10),
            properMotion: (
                try line.number(20..<29, "proper motion", in: -99_999...99_999),
                try line.number(29..<38, "proper motion", in: -99_999...99_999)
            ),
            name: name.isEmpty ? nil : name, designation: names.first.flatMap(StarNames.designation))
    }
}

/// A line whose values have their columns.
struct FixedColumns {
    private let line: ArraySlice<UInt8>
    private let place: String

    init(_ line: ArraySlice<UInt8>, place: String) { (self.line, self.place) = (line, place) }

    /// The columns as text without blanks round it; empty where the line is too short.
    func text(_ columns: Range<Int>) -> String {
        let from = min(line.startIndex + columns.lowerBound, line.endIndex)
        return String(decoding: line[from..<min(line.startIndex + columns.upperBound, line.endIndex)], as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func text(from column: Int) -> String { text(column..<max(column, line.count)) }

    func isBlank(_ columns: Range<Int>) -> Bool { text(columns).isEmpty }

    func number(_ columns: Range<Int>, _ what: String, in range: ClosedRange<Double>) throws -> Double {
        let text = text(columns)
        guard let value = Double(text), range.contains(value) else {
            throw KStarsError(place, "its \(what) is \"\(text)\", which cannot be")
        }
        return value
    }

    /// Whether the character is a minus.
    func sign(_ column: Int) throws -> Bool {
        let text = text(column..<(column + 1))
        guard text == "-" || text == "+" else { throw KStarsError(place, "its declination has no sign") }
        return text == "-"
    }

    /// Two digits of hours or degrees, two of minutes, then seconds.
    func sexagesimal(_ columns: Range<Int>, degrees: Range<Int>, _ what: String, below limit: Double) throws -> Double {
        let minutes = degrees.upperBound..<(degrees.upperBound + 2)
        let value =
            try number(degrees, what, in: 0...90) + number(minutes, what, in: 0...59) / 60
            + number(minutes.upperBound..<columns.upperBound, what, in: 0...60) / 3600
        guard value < limit else { throw KStarsError(place, "its \(what) is \"\(text(columns))\", which cannot be") }
        return value
    }
}
