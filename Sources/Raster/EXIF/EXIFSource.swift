/// Where EXIF values come from: a block in a JPEG or PNG file, or the directories of a TIFF file.
protocol EXIFSource {
    /// Trimmed; nil when missing or empty.
    func text(_ tag: EXIFTag) -> String?
    /// Empty when missing; a fraction over 0 is left out.
    func numbers(_ tag: EXIFTag) -> [Double]
}

extension EXIFSource {
    var orientation: Orientation? {
        numbers(.orientation).first.flatMap { Int(exactly: $0) }.flatMap { Orientation(rawValue: $0) }
    }
}

/// A C string of a header as text: up to the first zero byte, without blanks around it.
func headerText(_ bytes: some Sequence<UInt8>) -> String? {
    let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    guard let start = text.firstIndex(where: { !$0.isWhitespace }), let end = text.lastIndex(where: { !$0.isWhitespace })
    else { return nil }
    return String(text[start...end].prefix(200))
}
