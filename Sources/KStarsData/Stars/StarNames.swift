import Catalogs
import Foundation

/// The designations of KStars' as people write them, and names as the IAU settled them.
enum StarNames {
    /// "alp CMa" is "α CMa", "pi 3Ori" "π³ Ori", "51  And" "51 And"; nil for what is no designation.
    static func designation(_ text: String) -> String? {
        guard text.count > 4 else { return nil }
        let constellation = String(text.suffix(3))
        let letter = text.dropLast(3).filter { $0 != " " }
        guard ConstellationName.named(abbreviation: constellation) != nil, let first = letter.first else { return nil }
        if first.isNumber { return "\(letter) \(constellation)" }
        // Letters with a dot before them are of several kinds.
        guard first.isLetter else { return nil }
        let digits = letter.drop { !$0.isNumber }
        let name = letter.dropLast(digits.count)
        let greek = name.count > 1 ? GreekLetter(name).map { String($0.character) } : String(name)
        guard let greek else { return nil }
        return greek + superscript(digits) + " " + constellation
    }

    private static func superscript(_ digits: Substring) -> String {
        let raised = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        return String(digits.compactMap { $0.wholeNumberValue.map { raised[$0] } })
    }

    static func correct(_ stars: inout [ListedStar]) {
        for index in stars.indices {
            guard let name = stars[index].name else { continue }
            if let settled = settled[name] { stars[index].name = settled }
            if stars[index].designation == nil { stars[index].designation = pleiades[name] }
        }
    }

    /// Names of the IAU's Working Group on Star Names for those that KStars spells otherwise.
    private static let settled = [
        "Al Dhanab": "Aldhanab", "Al Gieba": "Algieba", "Al Giedi": "Algedi", "Al Na'ir": "Alnair", "Al Nasl": "Alnasl",
        "Al Niyat": "Alniyat", "Alnath": "Elnath", "Alphekka Meridiana": "Meridiana", "Asmidiske": "Azmidi",
        "Baten": "Baten Kaitos", "Dulfim": "Aldulfin", "Er Rai": "Errai", "Gienah Corvi": "Gienah", "Gienah": "Aljanah",
        "Graffias": "Acrab", "Kabdhilinan": "Hassaleh", "Kaou Pih": "Aldhibah", "Kelb al Rai": "Cebalrai", "Kocab": "Kochab",
        "Maaz": "Almaaz", "Merkab": "Markeb", "Cujam": "Cujam", "Na'ir al Saif": "Hatysa", "Phakt": "Phact",
        "Pherkab": "Pherkad", "Ras Algethi": "Rasalgethi", "Rigel Kentaurus": "Rigil Kentaurus", "Sadalsud": "Sadalsuud",
        "Sadatoni": "Saclateni", "Svalocin": "Sualocin", "Talitha Borealis": "Talitha", "Talitha Australis": "Alkaphrah",
        "Zawijah": "Zavijava", "Zozma": "Zosma", "Zuben El Genubi": "Zubenelgenubi", "Zuben el Chamali": "Zubeneschamali",
        "Zuben el Hakrabi": "Zubenelhakrabi", "Pulcherrima": "Izar", "Auva": "Minelauva", "Albali": "Albali",
        "Muliphein": "Muliphein", "Mothallah": "Mothallah", "Primus Hyadum": "Prima Hyadum", "Prijipati": "Prijipati",
    ]

    /// Flamsteed's numbers of named stars that come without a designation.
    private static let pleiades = [
        "Electra": "17 Tau", "Taygeta": "19 Tau", "Maia": "20 Tau", "Asterope": "21 Tau", "Merope": "23 Tau",
        "Atlas": "27 Tau", "Pleione": "28 Tau", "Alcor": "80 UMa",
    ]
}
