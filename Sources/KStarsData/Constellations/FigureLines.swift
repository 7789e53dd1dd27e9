/// `clines.dat`: the figures of many cultures, of which the first is Western. A comment names the figure; "M" and "D" move and draw
/// to the star of a number in the Henry Draper catalogue.
enum FigureLines {
    /// Strokes of star numbers by the constellation's name.
    static func read(_ text: String) throws -> [(name: String, strokes: [[Int]])] {
        var figures: [(name: String, strokes: [[Int]])] = []
        var belt: [[Int]] = []
        for figure in try all(text) where !figure.strokes.isEmpty {
            if figure.culture == "Western" { figures.append((figure.name, figure.strokes)) }
            // The Western Orion goes without it.
            if figure.culture == "Asterisms", figure.name == "Orion's Belt" { belt = figure.strokes }
        }
        guard !figures.isEmpty else { throw KStarsError("clines.dat", "has no Western constellations") }
        if let orion = figures.firstIndex(where: { $0.name == "Orion" }) { figures[orion].strokes += belt }
        return figures
    }

    private static let cultures: Set = ["Western", "Asterisms"]

    private static func all(_ text: String) throws -> [(culture: String, name: String, strokes: [[Int]])] {
        var figures: [(culture: String, name: String, strokes: [[Int]])] = []
        var culture = ""
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let first = words.first else { continue }
            let rest = words.dropFirst().joined(separator: " ")
            switch first {
            case "C": culture = rest
            case _ where !cultures.contains(culture): continue
            case "#": if !rest.isEmpty { figures.append((culture, rest, [])) }
            case "M", "D":
                guard let star = Int(rest), star > 0, let last = figures.indices.last, figures[last].culture == culture,
                    first == "M" || !figures[last].strokes.isEmpty
                else { throw KStarsError("clines.dat, line \(number + 1)", "\"\(line.prefix(60))\" is no stroke of a figure") }
                if first == "M" {
                    figures[last].strokes.append([star])
                } else {
                    figures[last].strokes[figures[last].strokes.count - 1].append(star)
                }
            default: continue
            }
        }
        return figures
    }
}
