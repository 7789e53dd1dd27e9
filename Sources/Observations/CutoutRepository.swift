/// Which cutouts are asked for; in order of their `order`, then of their observation's date.
public struct CutoutQuery: Sendable, Hashable {
    public var directory: String?
    public var observationTaskID: String?
    /// Any of these; nil: all.
    public var statuses: [CutoutStatus]?
    public var visible: Bool?
    /// All of these hold.
    public var filters: [FieldFilter] = []
    /// Empty: as above.
    public var order: [FieldOrder] = []
    /// How many to leave out from the start, and how many to return at most.
    public var offset = 0
    public var limit = 100

    public init() {}
}

public struct CutoutPage: Sendable, Hashable {
    /// All that match, on any page.
    public var total: Int
    public var items: [Cutout]

    public init(total: Int, items: [Cutout]) {
        self.total = total
        self.items = items
    }
}

/// The records of cutouts and their folders. Every change is durable when the call returns, and whole or not at all.
public protocol CutoutRepository: Sendable {
    func cutoutDirectory(_ name: String) async throws -> CutoutDirectory?
    /// In order of their names, each with the number of its visible cutouts and the first of them.
    func cutoutDirectories(offset: Int, limit: Int) async throws -> CutoutDirectoryPage
    /// Adds a folder, or replaces what is known of it.
    func put(_ directory: CutoutDirectory) async throws
    /// Removes a folder's record with those of its cutouts. Removing what is gone is no error.
    func remove(cutoutDirectory name: String) async throws

    func cutout(_ filename: String) async throws -> Cutout?
    func cutouts(matching query: CutoutQuery) async throws -> CutoutPage

    /// Adds a cutout, its folder too where that is not known; `created` is set by the repository.
    /// - Throws: `RepositoryError.invalid` where a constraint does not hold (a filename that exists already).
    func add(_ cutout: Cutout) async throws -> Cutout
    /// - Throws: `RepositoryError.notFound`.
    @discardableResult
    func change(cutout filename: String, _ edit: @Sendable (inout Cutout) throws -> Void) async throws -> Cutout
    /// Removing what is gone is no error.
    func remove(cutout filename: String) async throws
}

public struct CutoutDirectoryPage: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public var directory: CutoutDirectory
        /// Visible ones.
        public var numberOfImages: Int
        /// The file name of the first visible one.
        public var thumbnail: String?

        public init(directory: CutoutDirectory, numberOfImages: Int, thumbnail: String?) {
            self.directory = directory
            self.numberOfImages = numberOfImages
            self.thumbnail = thumbnail
        }
    }

    public var total: Int
    public var items: [Entry]

    public init(total: Int, items: [Entry]) {
        self.total = total
        self.items = items
    }
}
