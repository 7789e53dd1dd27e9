public import Foundation
public import Observations

/// A file in the landing pad.
public struct LandingFile: Sendable, Hashable {
    /// Relative to the landing pad, as a person would name it.
    public var subpath: String
    public var mark: SourceMark
    /// Time of the last change of content, name or attributes, nanoseconds since 1970. No program can set it.
    var changed: Int64

    public var url: URL { URL(fileURLWithPath: mark.path, isDirectory: false) }
    public var name: String { url.lastPathComponent }
    /// When its content was last changed.
    public var modified: Date { Date(timeIntervalSince1970: Double(mark.modified) / 1e9) }
}

/// What a look at the landing pad found.
public struct LandingLook: Sendable, Hashable {
    /// Complete files, the oldest first.
    public var ready: [LandingFile]
    /// How many are still being written, or may be.
    public var unripe: Int
}
