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
    var processing_finished: String?
    /// nil where a job is not made yet.
    var jobs: [Int?]
    var error_message: String?

    private enum CodingKeys: CodingKey { case processing_finished, jobs, error_message }

    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: CodingKeys.self)
        processing_finished = try? keyed.decodeIfPresent(String.self, forKey: .processing_finished)
        jobs = try keyed.decodeIfPresent([Int?].self, forKey: .jobs) ?? []
        error_message = try? keyed.decodeIfPresent(String.self, forKey: .error_message)
    }

    var isFinished: Bool { processing_finished.map { $0 != "None" && !$0.isEmpty } ?? false }
}
