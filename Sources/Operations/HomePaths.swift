public import Foundation

/// Where the parts of one archive are. Landing pad and data may be on other file systems than the database.
public struct HomePaths: Sendable, Hashable {
    /// The home folder.
    public var root: URL
    public var landingPad: URL
    /// Originals in `raw/`, a folder for each task id, the trash in `.trash`, files on their way in `.incoming`.
    public var data: URL
    public var database: URL

    public init(root: URL, landingPad: URL, data: URL, database: URL) {
        self.root = root
        self.landingPad = landingPad
        self.data = data
        self.database = database
    }

    var trash: URL { data.appending(path: ".trash", directoryHint: .isDirectory) }
    var incoming: URL { data.appending(path: ".incoming", directoryHint: .isDirectory) }
}
