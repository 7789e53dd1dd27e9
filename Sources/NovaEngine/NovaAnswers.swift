import Foundation

/// `{"status": …}` of most calls; errors come with status 200.
struct NovaReply: Decodable {
    var status: String?
    var errormessage: String?
    var session: String?
    var subid: Int?
}

/// How a submission stands.
struct NovaSubmission: Decodable {
    /// "None" until it is so far.
    private let finished: String?
    /// nil where a job is not made yet.
    var jobs: [Int?]
    var errorMessage: String?

    private enum CodingKeys: String, CodingKey {
        case finished = "processing_finished"
        case jobs
        case errorMessage = "error_message"
    }

    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: CodingKeys.self)
        finished = try? keyed.decodeIfPresent(String.self, forKey: .finished)
        jobs = try keyed.decodeIfPresent([Int?].self, forKey: .jobs) ?? []
        errorMessage = try? keyed.decodeIfPresent(String.self, forKey: .errorMessage)
    }

    var isFinished: Bool { finished.map { $0 != "None" && !$0.isEmpty } ?? false }
}
