/// `clines.dat`: the figures of many cultures, of which the first is Western. A comment names the constellation; "M" and "D"
/// move and draw to the star of a number in the Henry Draper catalogue.
enum FigureLines {
    /// Strokes of star numbers by the constellation's name.
    static func read(_ text: String) throws -> [(name: String, strokes: [[Int]])] {
        var figures: [(name: String, strokes: [[Int]])] = []
        var isWestern = false
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let first = words.first else { continue }
            switch first {
            case "C": isWestern = words.dropFirst().joined(separator: " ") == "Western"
            case "#":
                if isWestern, words.count > 1 { figures.append((words.dropFirst().joined(separator: " "), [])) }
            case "M" where isWestern, "D" where isWestern:
                guard words.count == 2, let star = Int(words[1]), star > 0, !figures.isEmpty,
                    first == "M" || !figures[figures.count - 1].strokes.isEmpty
                else { throw KStarsError("clines.dat, line \(number + 1)", "\"\(line.prefix(60))\" is no stroke of a figure") }
                if first == "M" {
                    figures[figures.count - 1].strokes.append([star])
                } else {
                    figures[figures.count - 1].strokes[figures[figures.count - 1].strokes.count - 1].append(star)
                }
            default: continue
            }
        }
        guard !figures.isEmpty else { throw KStarsError("clines.dat", "has no Western constellations") }
        return figures.filter { !$0.strokes.isEmpty }
    }
}
