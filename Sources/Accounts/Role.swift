/// What a user may do; each role may do what the ones before it may.
public enum Role: String, Sendable, Codable, CaseIterable, Comparable {
    case reader, editor, admin

    public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
