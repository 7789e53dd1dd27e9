/// Paths that records and archives name: they must stay inside the folder they are meant for.
enum RelativePath {
    /// True for `a/b.jpg`; false for an absolute or empty path, one with empty, `.` or `..` parts, NUL or control characters.
    static func isConfined(_ path: String) -> Bool {
        !path.isEmpty && !path.utf8.contains { $0 < 32 || $0 == 127 }
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255
            }
    }

    /// The same for a name without a folder.
    static func isName(_ name: String) -> Bool { isConfined(name) && !name.contains("/") }
}
