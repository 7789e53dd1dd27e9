import Observations
import TaskQueue

/// The work that a status asks for: whoever writes the status makes it start.
enum StatusTasks {
    static func tasks(for status: ObservationStatus?) -> [TaskRequest] {
        switch status {
        case .pending: [request("run_submit")]
        case .processed, .waiting: [request("run_processor")]
        case .removing: [request("run_cleanup")]
        default: []
        }
    }

    private static func request(_ name: String) -> TaskRequest {
        TaskRequest(queue: "registration", name: "astro_tasks.tasks.\(name)", key: name)
    }
}
