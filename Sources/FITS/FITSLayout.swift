/// Keywords that say how a unit's data lies in the file. Whoever writes the data writes them.
enum FITSLayout {
    private static let names: Set<String> = [
        "SIMPLE", "XTENSION", "BITPIX", "NAXIS", "EXTEND", "PCOUNT", "GCOUNT", "GROUPS", "BZERO", "BSCALE", "BLANK", "TFIELDS",
        "THEAP", "END", "CHECKSUM", "DATASUM", "BLOCKED",
    ]
    private static let tableStems: Set<String> = [
        "TTYPE", "TFORM", "TUNIT", "TSCAL", "TZERO", "TNULL", "TDIM", "TDISP",
    ]

    /// Keywords from which the length of the data follows.
    static func givesLength(_ keyword: String) -> Bool {
        keyword.hasPrefix("NAXIS") || ["BITPIX", "PCOUNT", "GCOUNT", "TFIELDS", "THEAP"].contains(keyword)
    }

    static func without(_ cards: [FITSCard], tableKeywords: Bool = false) -> [FITSCard] {
        cards.filter { card in
            if names.contains(card.keyword) { return false }
            let stem = String(card.keyword.prefix { !$0.isNumber })
            guard stem.count < card.keyword.count else { return true }
            return stem != "NAXIS" && !(tableKeywords && tableStems.contains(stem))
        }
    }
}
