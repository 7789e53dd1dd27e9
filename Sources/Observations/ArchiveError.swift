/// Why the archive could not do what it was asked.
public struct ArchiveError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Code: Sendable, Hashable {
        private let value: String

        /// A name or path that would leave the archive.
        public static let invalidName = Code(value: "invalidName")
        public static let notFound = Code(value: "notFound")
        /// The disk or a quota is full.
        public static let full = Code(value: "full")
        /// The archive cannot be written to.
        public static let readOnly = Code(value: "readOnly")
        /// The disk, or the file that was to be read, made trouble.
        public static let io = Code(value: "io")
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The archive's disk is at fault, not the one file: trying the next file at once makes no sense.
    public var concernsWholeArchive: Bool { code == .full || code == .readOnly }

    public var description: String { message }
}
