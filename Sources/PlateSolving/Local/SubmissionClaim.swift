import Foundation

/// One solver's hold on a submission while it works on it, among all processes that share the folder; it ends with the process.
final class SubmissionClaim: Sendable {
    private let descriptor: Int32

    /// Nil where another has it, or the submission is gone.
    init?(_ folder: SubmissionFolder) {
        // Not inherited by the solver's children: they may outlive a process that was killed by a moment.
        let file = open(folder.claimFile.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard file >= 0 else { return nil }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            return nil
        }
        descriptor = file
    }

    deinit { close(descriptor) }
}
