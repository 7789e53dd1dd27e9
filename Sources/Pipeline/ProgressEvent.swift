public import Foundation

/// A step of a photo's way that was done, was refused or failed: one line for the one who watches.
public struct ProgressEvent: Sendable, Hashable {
    public enum Step: String, Sendable, Hashable, CaseIterable {
        case ingest, submit, solve, process, draw, cleanup
    }

    public enum Outcome: String, Sendable, Hashable {
        case done
        /// The photo is at fault: it was rejected, or not solved.
        case refused
        /// The same photo as one that is there already.
        case duplicate
        /// The surroundings are at fault (disk, solver); it is tried again by itself.
        case delayed
    }

    public var date: Date
    /// The photo's name as its owner knows it; empty where a message concerns all.
    public var photo: String
    public var taskID: String?
    public var step: Step
    public var outcome: Outcome
    /// What there is to say: where it went, or why not.
    public var detail: String

    public init(
        date: Date = Date(), photo: String, taskID: String? = nil, step: Step, outcome: Outcome, detail: String = ""
    ) {
        self.date = date
        self.photo = photo
        self.taskID = taskID
        self.step = step
        self.outcome = outcome
        self.detail = detail
    }
}
