package import Sky

/// Positions as people write them.
package enum PositionText {
    /// Two numbers are degrees; with signs of hours or degrees, with colons, or as six numbers they are sexagesimal, the right
    /// ascension in hours unless it says degrees. Nil: no position.
    package static func position(_ text: String) -> SkyPosition? {
        let plain = text.replacing("−", with: "-").lowercased()
        let words = plain.split(whereSeparator: { ", ;\t".contains($0) })
        let decimals = words.map { Double($0) }
        if decimals.count == 2, let ra = decimals[0], let dec = decimals[1] { return checked(ra, dec) }
        let halves: [Substring]
        if let comma = plain.firstIndex(where: { ",;".contains($0) }) {
            halves = [plain[..<comma], plain[plain.index(after: comma)...]]
        } else if let sign = plain.dropFirst().firstIndex(where: { "+-".contains($0) }) {
            halves = [plain[..<sign], plain[sign...]]
        } else if words.count == 2 {
            halves = words
        } else if words.count == 6, let middle = words.dropFirst(3).first {
            halves = [plain[..<middle.startIndex], plain[middle.startIndex...]]
        } else {
            return nil
        }
        guard let ra = sexagesimal(halves[0]), let dec = sexagesimal(halves[1]) else { return nil }
        let isDegrees = halves[0].contains { "d°".contains($0) }
        return checked(isDegrees ? ra : ra * 15, dec)
    }

    private static func checked(_ ra: Double, _ dec: Double) -> SkyPosition? {
        guard (-360...720).contains(ra), (-90...90).contains(dec) else { return nil }
        return SkyPosition(ra: ra, dec: dec)
    }

    /// One to three numbers, the later ones below 60 and without signs of their own.
    private static func sexagesimal(_ text: Substring) -> Double? {
        let isNegative = text.drop { $0 == " " }.first == "-"
        let unsigned = text.drop { " +-".contains($0) }
        let marks = "hmsd:°′″'\" \t"
        guard unsigned.allSatisfy({ marks.contains($0) || $0 == "." || ("0"..."9").contains($0) }) else { return nil }
        let numbers = unsigned.split(whereSeparator: { marks.contains($0) }).map { Double($0) ?? .nan }
        guard (1...3).contains(numbers.count), numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        let value = numbers.reversed().reduce(0) { $0 / 60 + $1 }
        return value.isFinite ? (isNegative ? -value : value) : nil
    }
}
