import Observations

/// Names of uploads.
enum UploadName {
    /// `m42.jpg`, `m42-2.jpg`, `m42-3.jpg` for 1, 2, 3.
    static func numbered(_ name: String, _ number: Int) -> String { FileNameParts(name).numbered(number) }

    /// The file's name in a `Content-Disposition` header, with or without quotes.
    static func inDisposition(_ header: String) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1).map { $0.trimmed }
            guard halves.count == 2 else { continue }
            switch halves[0].lowercased() {
            case "filename*":
                let pieces = halves[1].split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
                if pieces.count == 3 { return QueryParameters.percentDecoded(Array(pieces[2].utf8), plusIsSpace: false) }
            case "filename":
                let text = halves[1]
                guard text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2 else { return text }
                return String(text.dropFirst().dropLast()).replacing("\\\"", with: "\"")
            default: continue
            }
        }
        return nil
    }
}
