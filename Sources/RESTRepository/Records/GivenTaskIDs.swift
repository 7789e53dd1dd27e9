import Observations
import Synchronization

/// The task ids that this process has drawn from a backend which does not reserve them.
final class GivenTaskIDs: Sendable {
    private let last = Mutex<[String: Int]>([:])

    /// The drawn one, or the next number where this process had it already.
    func fresh(_ taskID: String, _ name: TaskIDName) -> String {
        let number = taskID.dropFirst(name.date.count).dropLast(name.postfix.count)
        guard let drawn = Int(number), taskID.hasPrefix(name.date), taskID.hasSuffix(name.postfix) else { return taskID }
        return last.withLock { last in
            let next = max(drawn, (last[name.date + name.postfix] ?? 0) + 1)
            last[name.date + name.postfix] = next
            return name.taskID(number: next)
        }
    }
}
