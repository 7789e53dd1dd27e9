import Hummingbird
import Observations

/// `get_next_taskid`: a task id for a day, never given before.
struct TaskIDRoute: Sendable {
    let site: Site

    func add(to group: RouterGroup<VisitContext>) {
        group.get("get_next_taskid") { request, _ in
            let parameters = request.query
            let day = try Self.day(parameters["timestamp"] ?? "")
            let postfix = parameters["taskid_postfix"] ?? ""
            guard postfix.utf8.count <= 20, TaskIDRule.isSafe("0\(postfix)") else {
                throw APIError(field: "taskid_postfix", "Up to 20 letters, digits, \".\", \"_\" and \"-\" only.")
            }
            let taskID = try await site.repository.nextTaskID(date: day, postfix: postfix)
            var json = JSONWriter()
            json.object { $0.member("taskID", taskID) }
            return Response(json: json)
        }
    }

    private static func day(_ timestamp: String) throws(APIError) -> String {
        let wrong = APIError(field: "timestamp", "Enter a day as yyyymmdd.")
        let digits = timestamp.utf8.count == 10 ? timestamp.filter { $0 != "-" } : timestamp
        guard digits.utf8.count == 8 || digits.utf8.count == 6, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw wrong
        }
        let parts = Array(digits.utf8.suffix(4)).map { Int($0) - 48 }
        let (month, day) = (parts[0] * 10 + parts[1], parts[2] * 10 + parts[3])
        guard (1...12).contains(month), (1...31).contains(day) else { throw wrong }
        return digits
    }
}
