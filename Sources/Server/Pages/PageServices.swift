public import Accounts
public import Foundation
public import Observations
public import Operations

/// What pages do beside reading the records; the house hands it down. Where something is missing, its part of a page says so.
public struct PageServices: Sendable {
    /// Writes pictures one after another as an animation: their files, a label for each, seconds for each, the file to write (.gif or
    /// .webp). Throws an error whose description is for the one who asked.
    public typealias Animation = @Sendable (_ pictures: [URL], _ labels: [String], _ seconds: Double, _ target: URL) async throws -> Void

    /// Who may log in.
    public var accounts: (any AccountStore)?
    /// Programs that may have pictures solved.
    public var keys: APIKeys?
    public var doctor: Doctor?
    /// The plate solving engines in the order in which they are asked.
    public var engines: [String] = []
    /// Where files that are removed go to the trash.
    public var archive: (any Archive)?
    public var animation: Animation?
    /// For animations; may be emptied at any time.
    public var cacheFolder: URL?

    public init() {}
}
