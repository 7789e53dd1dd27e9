/// Something happened to a submission.
public struct SolverNews: Sendable, Hashable {
    public var submission: String
    public var state: SubmissionState

    public init(submission: String, state: SubmissionState) {
        self.submission = submission
        self.state = state
    }
}
