/// A letter of Bayer's.
public struct GreekLetter: Sendable, Hashable {
    /// "α".
    public let character: Character
    /// "alpha".
    public let name: String
    /// "alp", as catalogues write it.
    public let abbreviation: String

    public static let all: [GreekLetter] = zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        [
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
            "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
        ]
    ).map { GreekLetter(character: $0, name: $1, abbreviation: abbreviations[$1] ?? String($1.prefix(3))) }

    private static let abbreviations = ["omicron": "omi", "omega": "ome", "upsilon": "ups"]

    /// The letter of a word such as "alpha", "alp", "alf", "tet" or "α".
    public init?(_ word: some StringProtocol) {
        let word = word.lowercased()
        guard let letter = Self.byWord[word] else { return nil }
        self = letter
    }

    private init(character: Character, name: String, abbreviation: String) {
        (self.character, self.name, self.abbreviation) = (character, name, abbreviation)
    }

    private static let byWord: [String: GreekLetter] = {
        var words: [String: GreekLetter] = [:]
        for letter in all {
            for word in [String(letter.character), letter.name, letter.abbreviation] { words[word] = letter }
        }
        for (other, name) in [("alf", "alpha"), ("tet", "theta"), ("ksi", "xi"), ("ome", "omega"), ("khi", "chi")] {
            words[other] = all.first { $0.name == name }
        }
        return words
    }()
}
