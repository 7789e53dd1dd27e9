import Catalogs
import Foundation

/// Names of deep-sky objects as people write them.
enum DeepSkyNames {
    /// "omi Per Cloud" is "ο Per Cloud", "the Witch Head Nebula" "Witch Head Nebula", "omega Nebula" "Omega Nebula".
    static func corrected(_ name: String) -> String {
        var words = name.split(separator: " ").map(String.init)
        guard words.count > 1 else { return words.first ?? "" }
        if isConstellation(words[1]) {
            if let greek = GreekLetter(words[0]) { words[0] = String(greek.character) }
            return words.joined(separator: " ")
        }
        if words[0] == "the" { words.removeFirst() }
        let joined = words.joined(separator: " ")
        return joined.prefix(1).uppercased() + joined.dropFirst()
    }

    private static func isConstellation(_ word: String) -> Bool {
        ConstellationName.all.contains { $0.abbreviation == word || $0.genitive == word }
    }

    /// "NGC0224" is "NGC 224".
    static func catalogueName(_ identifier: String) -> String {
        let letters = identifier.prefix { $0.isLetter }
        guard letters == "NGC" || letters == "IC" else { return "" }
        let rest = identifier.dropFirst(letters.count).drop { $0 == "0" || $0 == " " }
        return rest.first?.isNumber == true ? "\(letters) \(rest)" : ""
    }

    /// In which order names are given: Messier, NGC, IC, names, then catalogues of galaxies.
    static func rank(_ name: String) -> Int {
        let words = name.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[1].first?.isNumber == true || words[0] == "UGC" else { return 3 }
        return switch words[0] {
        case "M": 0
        case "NGC": 1
        case "IC": 2
        case "UGC": 4
        case "PGC": 5
        default: 3
        }
    }

    /// What the file has wrong.
    static func correct(_ object: inout DeepSkyObject) {
        switch object.names.first {
        case "M 40":
            // Two stars 49″ apart, not 49′.
            if let axis = object.majorAxis, axis > 10 { object.majorAxis = axis / 60 }
        case "M 73": object.kind = .asterism
        case "IC 434":
            // The Flame Nebula is NGC 2024.
            object.names.removeAll { $0 == "Flame Nebula" || $0 == "Orion B" }
        default: break
        }
    }
}
