/// The last tasks that were done here, with their results: those for which the broker has not heard of it come again.
struct DoneTasks {
    private var results: [String: String?] = [:]
    /// In the order they were done, for forgetting the oldest.
    private var order = Fifo<String>()
    private var bytes = 0

    /// More can hardly be in doubt at once than a worker has in hand.
    private static let mostTasks = 2000
    private static let mostBytes = 4 << 20

    subscript(id: String) -> String?? { results[id] }

    mutating func note(_ id: String, _ result: String?) {
        if let old = results.updateValue(result, forKey: id) { bytes -= Self.size(old) } else { order.append(id) }
        bytes += Self.size(result)
        // The newest stays, however large.
        while order.count > 1, order.count > Self.mostTasks || bytes > Self.mostBytes, let oldest = order.popFirst() {
            if let result = results.removeValue(forKey: oldest) { bytes -= Self.size(result) }
        }
    }

    private static func size(_ result: String?) -> Int { result?.utf8.count ?? 0 }
}
