public import Foundation
public import TaskQueue

/// The tasks of the registration queue, by the names that existing workers and brokers know.
public enum RegistrationTasks {
    public static let queue = "registration"
    /// Asks for the four below.
    public static let pipeline = "astro_tasks.tasks.run_registration_pipeline"
    public static let ingest = "astro_tasks.tasks.run_ingest"
    public static let submit = "astro_tasks.tasks.run_submit"
    public static let process = "astro_tasks.tasks.run_processor"
    public static let cleanup = "astro_tasks.tasks.run_cleanup"

    /// Charts and the annotated picture of one solution; ours alone, on a queue of its own, so that no photo waits behind drawings.
    public static let draw = "astrobase.draw"
    public static let drawingQueue = "drawing"

    static func draw(observation: Int64, job: String) -> TaskRequest {
        TaskRequest(
            queue: drawingQueue, name: draw, arguments: ["observation": "\(observation)", "job": job], key: "\(draw) \(observation) \(job)")
    }

    /// A request with a key, so that at most one waits.
    ///
    /// - Parameter delay: seconds; a delayed request has a key of its own and keeps no prompt one away.
    public static func request(_ name: String, delay: TimeInterval? = nil) -> TaskRequest {
        guard let delay, delay > 0 else { return TaskRequest(queue: queue, name: name, key: name) }
        return TaskRequest(queue: queue, name: name, key: "\(name) later", notBefore: Date(timeIntervalSinceNow: delay))
    }

    public static let all = [ingest, submit, process, cleanup]

    /// What the handlers of `Registration` take.
    public static let kinds =
        ([pipeline] + all).map { TaskKind(name: $0, queue: queue) }
        + [TaskKind(name: draw, queue: drawingQueue, parameters: ["observation", "job"])]
}
