/// One keyword of a header with its value and comment.
///
/// Commentary cards (COMMENT, HISTORY, blank keyword) have no value; their text is the comment.
public struct FITSCard: Sendable, Hashable {
    /// Upper case, without trailing blanks. A HIERARCH keyword is kept without the word HIERARCH, its parts apart by one blank.
    public var keyword: String
    public var value: FITSValue?
    public var comment: String?

    public init(_ keyword: String, _ value: FITSValue?, comment: String? = nil) {
        self.keyword = keyword.uppercased()
        self.value = value
        self.comment = comment
    }

    /// Keywords whose cards hold text only.
    static let commentary: Set<String> = ["COMMENT", "HISTORY", ""]
}
