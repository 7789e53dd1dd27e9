/// Something in the archive that is not as the records say.
public struct VerifyFinding: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
        /// A record names a file that is not there.
        case missingFile
        /// The content is not the one that was archived (SHA-256).
        case changedFile
        case sizeDiffers
        /// A file that cannot be read, or that is no regular file.
        case unreadableFile
        /// A file that no record knows.
        case orphan
        /// A record of a picture without its original.
        case noOriginal
        /// The status says more than the products hold.
        case statusWithoutProducts
        /// A file on its way in that nothing will finish.
        case leftover
        /// A record that names a file outside its folder.
        case badName
    }

    public enum Severity: String, Sendable, Hashable, Codable {
        case problem
        /// Nothing is lost and nothing is wrong by itself: worth knowing.
        case note
    }

    public var kind: Kind
    public var severity: Severity
    public var taskID: String?
    /// Below the data folder.
    public var file: String?
    public var message: String

    public init(_ kind: Kind, _ severity: Severity = .problem, taskID: String? = nil, file: String? = nil, message: String) {
        self.kind = kind
        self.severity = severity
        self.taskID = taskID
        self.file = file
        self.message = message
    }
}

/// What a verification looked at, and what it found.
public struct VerifySummary: Sendable, Hashable, Codable {
    public var observations = 0
    /// Files whose content was read.
    public var files = 0
    public var bytes: Int64 = 0
    public var problems = 0
    public var notes = 0

    public init() {}
}
