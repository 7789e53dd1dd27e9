import Foundation

/// Brings the ways to write one name to one: "alpha Orionis", "α Ori" and "alp Ori" become "alpori", "Messier 31" "m31".
enum NameKey {
    static func key(_ name: String) -> String {
        var words = self.words(name)
        // A letter and a constellation, with a number between them or on the letter.
        if words.count >= 2, let constellation = constellation(words) {
            words = Array(words.prefix(constellation.from)) + [constellation.abbreviation]
            if let greek = greek(words[0]) { words[0] = greek }
        }
        if words.count == 2, words[0] == "messier" { words[0] = "m" }
        return words.map { $0.allSatisfy(\.isNumber) ? String($0.drop { $0 == "0" }) : $0 }.joined()
    }

    /// Lower-case words of letters or of digits, without accents, apostrophes and other signs.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var last = Character(" ")
        for scalar in name.unicodeScalars {
            var character = Character(scalar)
            if let digit = superscripts[scalar] { character = digit }
            let folded = String(character).folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            for character in folded.lowercased() {
                if character == "'" || character == "’" { continue }
                guard character.isLetter || character.isNumber else {
                    last = " "
                    continue
                }
                let joins = (character.isNumber && last.isNumber) || (character.isLetter && last.isLetter)
                // "αOri": a Greek letter is a word of its own.
                let isGreek = greekCharacters.contains(character) != greekCharacters.contains(last)
                if joins && !isGreek { words[words.count - 1].append(character) } else { words.append(String(character)) }
                last = character
            }
        }
        return words
    }

    private static let greekCharacters = Set(GreekLetter.all.map(\.character))
    private static let superscripts: [Unicode.Scalar: Character] = [
        "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
    ]

    private static func greek(_ word: String) -> String? { GreekLetter(word)?.abbreviation }

    /// The constellation that a designation ends with, and at which word it begins.
    private static func constellation(_ words: [String]) -> (abbreviation: String, from: Int)? {
        let last = words[words.count - 1]
        let isDesignation = words[0].allSatisfy(\.isNumber) || words[0].count == 1 || greek(words[0]) != nil
        guard isDesignation else { return nil }
        if words.count >= 3, let two = constellations[words[words.count - 2] + last] { return (two, words.count - 2) }
        if let one = constellations[last] { return (one, words.count - 1) }
        return nil
    }

    /// By abbreviation, name and genitive without blanks.
    private static let constellations: [String: String] = {
        var found: [String: String] = [:]
        for constellation in ConstellationName.all {
            for word in [constellation.genitive, constellation.name, constellation.abbreviation] {
                found[words(word).joined()] = constellation.abbreviation.lowercased()
            }
        }
        return found
    }()
}
