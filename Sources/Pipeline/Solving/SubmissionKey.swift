import Crypto
import Foundation
import Observations

/// The key under which a photo is handed to a solver: the same for the same try, another after a try that ended.
enum SubmissionKey {
    static func of(_ observation: Observation) -> String {
        // `job` is the submission before this one. What it was is hashed, so that keys do not grow from try to try.
        guard !observation.job.isEmpty else { return observation.taskID }
        let digest = SHA256.hash(data: Data(observation.job.utf8))
        let digits = digest.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "\(observation.taskID)-\(digits)"
    }
}
